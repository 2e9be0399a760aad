/** The inside of a JSON string as a client reads it, and where each part of that stood. Byte text on both sides. */
import { parseJson } from '../text/wire-text.ts';
import { toByteText } from './search.ts';

/** Two halves of a surrogate pair are one escape. */
const ESCAPE = /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u[\da-fA-F]{4}|\\[\s\S]?/gu;
/** Escaped backslashes in a row, as in JSON inside JSON, are read as one: the deepest has nothing else. */
const ESCAPES = new RegExp(`(?:\\\\\\\\){2,}|${ESCAPE.source}`, 'gu');
/** The engine keeps every escape of a text that it replaces, which takes twenty times its length. */
const AT_ONCE = 1 << 20;

/** The text without its escapes; a broken one reads as its last character. */
export function unescapeJson(source: string): string {
  if (!source.includes('\\')) return source;
  const parts: string[] = [];
  for (let from = 0, to = 0; from < source.length; from = to) {
    to = partEnd(source, from);
    parts.push(source.slice(from, to).replace(ESCAPES, meaningOfAll));
  }
  return parts.join('');
}

/** The end of a part from `from` on that cuts no escape. */
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

/** Finds what places of a text without escapes were in its source. Places in rising order cost one pass together. */
export class EscapeMap {
  readonly #source: string;
  /** An escape begins at `source` and at `text`; before it, the two run side by side from the last one. */
  #before = { source: 0, text: 0 };

  constructor(source: string) {
    this.#source = source;
  }

  /** The part of the source that reads as `text[start, end)`, whole escapes. */
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
 * The escape that an offset stands in the middle of; undefined when a character or an escape begins there.
 *
 * @param from Where the string begins in the source.
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
    // An even number of backslashes before this one: they escape each other, and it begins an escape.
    if ((start - run) % 2 === 1) continue;
    const end = start + (source[start + 1] === 'u' ? 6 : 2);
    return end > offset ? { start, end } : undefined;
  }
  return undefined;
}
