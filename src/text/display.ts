/**
 * Prepares untrusted text for display. Characters that would control a page or a terminal (bidi and C0 controls, invisible
 * ones) are replaced by their names, and long text is shortened with the count of what is left out.
 */

/** A piece of text for display; `marked` pieces are those that a finding points at. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string; readonly marked: boolean }
  /** A character that is named rather than written, such as `U+202E`. */
  | { readonly kind: 'control'; readonly code: string; readonly marked: boolean }
  /** Characters left out; `last` when nothing follows. */
  | { readonly kind: 'omitted'; readonly count: number; readonly last: boolean };

/** A half-open range of UTF-16 units. */
export type Span = readonly [start: number, end: number];

/** Does not include line feed, tab, and the joiners that emoji and several scripts need. */
const CONTROL =
  /(?![\n\t])[\p{Cc}\p{Bidi_Control}\p{Cs}\xad\u200b\u2028\u2029\u2060-\u2065\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;
const CONTROLS = new RegExp(CONTROL, 'gu');

/** How many characters around a marked place are kept when the text is shortened. */
const AROUND_MARK = 200;
const LONGEST_MARK = 2000;

/** Splits the text into pieces: its first `longest` characters, and the marked places, wherever they are. */
export function piecesOf(text: string, longest: number, marks: readonly Span[] = []): readonly Piece[] {
  const pieces: Piece[] = [];
  const marked = joined(marks);
  let at = 0;
  let mark = 0;
  for (const [start, end] of keptSpans(text, longest, marks)) {
    if (start > at) pieces.push({ kind: 'omitted', count: start - at, last: false });
    at = start;
    while (at < end) {
      while (mark < marked.length && (marked[mark]?.[1] ?? 0) <= at) mark += 1;
      const [first, last] = marked[mark] ?? [end, end];
      const isMarked = first <= at;
      const to = Math.min(end, isMarked ? last : first);
      addNamed(pieces, text.slice(at, to), isMarked);
      at = to;
    }
  }
  if (at < text.length) pieces.push({ kind: 'omitted', count: text.length - at, last: true });
  return pieces;
}

/** Like {@link piecesOf}, for places that accept only a plain string, such as a title. */
export function plainText(text: string, longest = 200): string {
  return piecesOf(text, longest)
    .map((piece) => {
      if (piece.kind === 'text') return piece.text;
      return piece.kind === 'control' ? `<${piece.code}>` : omission(piece);
    })
    .join('');
}

/** The text that replaces characters that are left out. */
export function omission({ count, last }: Extract<Piece, { kind: 'omitted' }>): string {
  const characters = `${thousands(count)} ${last ? 'more ' : ''}character${count === 1 ? '' : 's'}`;
  return last ? ` … ${characters}` : ` … ${characters} … `;
}

/** Replaces each control character with the result of `name`, which gets the character. */
export function withControls(text: string, name: (control: string) => string): string {
  return text.replace(CONTROLS, name);
}

/** True when the text can be shown as it is. */
export function isPlain(text: string, longest: number): boolean {
  return text.length <= longest && !CONTROL.test(text);
}

/** Formats a number as `1,234,567`. Does not use `Intl`, which takes longer to load than most commands need to count. */
export function thousands(count: number): string {
  return String(count).replace(/\B(?<!\.\d*)(?=(?:\d{3})+(?!\d))/gu, ',');
}

function keptSpans(text: string, longest: number, marks: readonly Span[]): Span[] {
  if (text.length <= longest) return text === '' ? [] : [[0, text.length]];
  const spans: Span[] = [
    [0, longest],
    ...marks.map(
      ([start, end]): Span => [
        Math.max(0, start - AROUND_MARK),
        Math.min(text.length, Math.min(end, start + LONGEST_MARK) + AROUND_MARK),
      ],
    ),
  ];
  return joined(spans).map(([start, end]) => [wholeCharacter(text, start), wholeCharacter(text, end)]);
}

/** Sorts the spans, and joins those that overlap or touch. */
function joined(spans: readonly Span[]): Span[] {
  const whole: [number, number][] = [];
  for (const [start, end] of spans.toSorted((left, right) => left[0] - right[0])) {
    const last = whole.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else whole.push([start, end]);
  }
  return whole;
}

/** The offset, moved back when it would cut a surrogate pair in two. */
function wholeCharacter(text: string, offset: number): number {
  const isInsidePair = offset > 0 && offset < text.length && (text.codePointAt(offset - 1) ?? 0) > 0xffff;
  return isInsidePair ? offset - 1 : offset;
}

/** Adds a stretch of text with its control characters named. */
function addNamed(pieces: Piece[], text: string, marked: boolean): void {
  let at = 0;
  for (const { 0: control, index } of text.matchAll(CONTROLS)) {
    if (index > at) pieces.push({ kind: 'text', text: text.slice(at, index), marked });
    const code = (control.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    pieces.push({ kind: 'control', code: `U+${code}`, marked });
    at = index + control.length;
  }
  if (at < text.length) pieces.push({ kind: 'text', text: text.slice(at), marked });
}
