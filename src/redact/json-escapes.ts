/** Unescapes the content of a JSON string, and maps positions back to its source. Both are byte text. */
import { parseJson } from '../text/wire-text.ts';
import { toByteText } from './search.ts';

/** The two halves of a surrogate pair are one escape. */
const ESCAPE = /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u[\da-fA-F]{4}|\\[\s\S]?/gu;
/** Consecutive escaped backslashes match as one, because JSON nested deeply in JSON consists mostly of them. */
const ESCAPES = new RegExp(`(?:\\\\\\\\){2,}|${ESCAPE.source}`, 'gu');
/** In characters. `replace` keeps every match in memory, which takes twenty times the length of the text. */
const AT_ONCE = 1 << 20;

/** Returns the text with its escapes decoded. A broken escape becomes its last character. */
export function unescapeJson(source: string): string {
  if (!source.includes('\\')) return source;
  const parts: string[] = [];
  for (let from = 0, to = 0; from < source.length; from = to) {
    to = partEnd(source, from);
    parts.push(source.slice(from, to).replace(ESCAPES, meaningOfAll));
  }
  return parts.join('');
}

/** Returns the end of a part that starts at `from`. It does not split an escape. */
function partEnd(source: string, from: number): number {
  const to = from + AT_ONCE;
  if (to >= source.length) return source.length;
  const end = escapeAround(source, from, to)?.start ?? to;
  if (!/^\\u[dD][89abAB]/u.test(source.slice(end - 6, end))) return end;
  return escapeAround(source, from, end - 6)?.start ?? end - 6;
}

function meaningOfAll(escapes: string): string {
  return escapes.startsWith('\\\\') ? escapes.slice(escapes.length / 2) : meaningOf(escapes);
}

function meaningOf(sequence: string): string {
  const known = COMMON[sequence];
  if (known !== undefined) return known;
  const read = parseJson(`"${sequence}"`);
  return typeof read === 'string' ? toByteText(read) : sequence.slice(-1);
}

const COMMON: Readonly<Record<string, string>> = { '\\"': '"', '\\n': '\n', '\\\\': '\\', '\\/': '/' };

/** Maps positions in the unescaped text to its source. Lookups in ascending order take one pass in total. */
export class EscapeMap {
  readonly #source: string;
  /** The position after the last read escape, in the source and in the text. */
  #before = { source: 0, text: 0 };

  constructor(source: string) {
    this.#source = source;
  }

  /** Returns the range of the source for `text[start, end)`. It contains whole escapes. */
  sourceOf(start: number, end: number): { readonly start: number; readonly end: number } {
    const first = this.#unitAt(start);
    const last = end > start ? this.#unitAt(end - 1) : first;
    return { start: first.start, end: last.end };
  }

  #unitAt(offset: number): { readonly start: number; readonly end: number } {
    if (offset < this.#before.text) this.#before = { source: 0, text: 0 };
    for (;;) {
      const { source, text } = this.#before;
      ESCAPE.lastIndex = source;
      const next = ESCAPE.exec(this.#source);
      const plain = source + offset - text;
      if (next === null || plain < next.index) return { start: plain, end: plain + 1 };
      const end = { source: next.index + next[0].length, text: text + next.index - source };
      end.text += meaningOf(next[0]).length;
      if (offset < end.text) return { start: next.index, end: end.source };
      this.#before = end;
    }
  }
}

/**
 * Returns the escape that contains the offset after its start; undefined when a character or an escape starts there.
 *
 * @param from the start of the string in the source
 */
export function escapeAround(
  source: string,
  from: number,
  offset: number,
): { readonly start: number; readonly end: number } | undefined {
  for (let start = offset - 1; start >= from && start > offset - 6; start -= 1) {
    if (source[start] !== '\\') continue;
    let run = start;
    while (run > from && source[run - 1] === '\\') run -= 1;
    // After an odd number of backslashes, this one is escaped. Otherwise it starts an escape.
    if ((start - run) % 2 === 1) continue;
    const end = start + (source[start + 1] === 'u' ? 6 : 2);
    return end > offset ? { start, end } : undefined;
  }
  return undefined;
}
