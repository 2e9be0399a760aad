/** Finds where a faulty answer departs from the conforming answer to the same request. Pure. */
import type { ShownRecord } from './record.ts';

/** A piece of text, and which of the two answers contains it. */
export type DeparturePiece = ShownRecord['answer'][number];
type Side = DeparturePiece['in'];

/** Lengths of the evidence that is kept, in characters. */
const WHOLE_LENGTH = 1600;
const CHANGED_LENGTH = 600;
const AROUND_LENGTH = 200;
/** Lists with more pairs of items than this are not compared item by item. */
const MOST_PAIRS = 250_000;
/** Two lines with a smaller share of common words count as different lines, not as one altered line. */
const LEAST_COMMON = 0.8;

/** Compares by line, and within altered lines by word; shortens the common text between differences. */
export function departureOf(faulty: string, conforming: string): DeparturePiece[] {
  if (faulty === conforming) return shortened([{ in: 'both', text: faulty }]);
  const pieces = blocksOf(linesOf(faulty), linesOf(conforming)).flatMap(({ in: side, one, other }) =>
    side === 'both' ? [{ in: side, text: one.join('') }] : changedPieces(one, other),
  );
  return shortened(merged(pieces));
}

/** Items that both lists share, or the differing items of each list. */
interface Block {
  readonly in: 'both' | 'one';
  readonly one: readonly string[];
  readonly other: readonly string[];
}

function changedPieces(one: readonly string[], other: readonly string[]): DeparturePiece[] {
  if (one.length !== other.length) return replaced(one.join(''), other.join(''));
  return one.flatMap((line, at) => alteredLine(line, other[at] ?? ''));
}

function alteredLine(line: string, other: string): DeparturePiece[] {
  const [words, otherWords] = [wordsOf(line), wordsOf(other)];
  const blocks = blocksOf(words, otherWords);
  const common = blocks.reduce((sum, block) => sum + (block.in === 'both' ? block.one.length : 0), 0);
  if (common < LEAST_COMMON * Math.max(words.length, otherWords.length)) return replaced(line, other);
  return blocks.flatMap((block): DeparturePiece[] =>
    block.in === 'both'
      ? [{ in: 'both', text: block.one.join('') }]
      : replaced(block.one.join(''), block.other.join('')),
  );
}

function replaced(faulty: string, conforming: string): DeparturePiece[] {
  const pieces: DeparturePiece[] = [
    { in: 'conforming', text: conforming },
    { in: 'faulty', text: faulty },
  ];
  return pieces.filter(({ text }) => text !== '');
}

/** Splits into lines, each with its line feed and the empty lines after it. */
function linesOf(text: string): string[] {
  return text.split(/(?<=\n)(?!\n)/u);
}

/** Names, numbers and ids stay whole; any other character is a word of its own. */
function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}_-]+|[^\p{L}\p{N}_-]/gsu) ?? [];
}

/** Splits two lists into their common items, in order, and the items between them. */
function blocksOf(one: readonly string[], other: readonly string[]): Block[] {
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < most - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  const [middle, otherMiddle] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
  const shared = [
    ...Array.from({ length: start }, (_, at): Pair => [at, at]),
    ...longestShared(middle, otherMiddle).map(([at, otherAt]): Pair => [start + at, start + otherAt]),
    ...Array.from({ length: end }, (_, at): Pair => [one.length - end + at, other.length - end + at]),
    [one.length, other.length] satisfies Pair,
  ];
  const blocks: Block[] = [];
  let [at, otherAt] = [0, 0];
  for (const [next, otherNext] of shared) {
    if (next > at || otherNext > otherAt)
      blocks.push({ in: 'one', one: one.slice(at, next), other: other.slice(otherAt, otherNext) });
    const word = one.slice(next, next + 1);
    if (word.length > 0) blocks.push({ in: 'both', one: word, other: word });
    [at, otherAt] = [next + 1, otherNext + 1];
  }
  return blocks;
}

/** The positions in both lists. */
type Pair = readonly [at: number, otherAt: number];

/** Returns the longest common subsequence; empty for lists that are too long. */
function longestShared(one: readonly string[], other: readonly string[]): Pair[] {
  if (one.length * other.length > MOST_PAIRS) return [];
  const width = other.length + 1;
  const lengths = new Uint32Array((one.length + 1) * width);
  const lengthAt = (at: number, otherAt: number) => lengths[at * width + otherAt] ?? 0;
  for (let at = one.length - 1; at >= 0; at -= 1) {
    for (let otherAt = other.length - 1; otherAt >= 0; otherAt -= 1) {
      lengths[at * width + otherAt] =
        one[at] === other[otherAt]
          ? lengthAt(at + 1, otherAt + 1) + 1
          : Math.max(lengthAt(at + 1, otherAt), lengthAt(at, otherAt + 1));
    }
  }
  const pairs: Pair[] = [];
  let [at, otherAt] = [0, 0];
  while (at < one.length && otherAt < other.length) {
    if (one[at] === other[otherAt]) pairs.push([at++, otherAt++]);
    else if (lengthAt(at + 1, otherAt) >= lengthAt(at, otherAt + 1)) at += 1;
    else otherAt += 1;
  }
  return pairs;
}

function merged(pieces: readonly DeparturePiece[]): DeparturePiece[] {
  const whole: { in: Side; text: string }[] = [];
  for (const piece of pieces) {
    const last = whole.at(-1);
    if (last?.in === piece.in) last.text += piece.text;
    else whole.push({ ...piece });
  }
  return whole;
}

function shortened(pieces: readonly DeparturePiece[]): DeparturePiece[] {
  const kept: DeparturePiece[] = [];
  let left = WHOLE_LENGTH;
  for (const [at, { in: side, text }] of pieces.entries()) {
    const before = side === 'both' && at > 0 ? AROUND_LENGTH : side === 'both' ? 0 : CHANGED_LENGTH / 2;
    const behind = side === 'both' && at === pieces.length - 1 ? 0 : Math.max(before, AROUND_LENGTH);
    const short = pieces.length === 1 ? cut(text, WHOLE_LENGTH, 0) : cut(text, before, behind);
    if (short.length > left) return [...kept, { in: side, text: cut(short, left, 0) }];
    left -= short.length;
    kept.push({ in: side, text: short });
  }
  return kept;
}

/** Keeps only the first and the last characters. */
function cut(text: string, first: number, last: number): string {
  if (text.length <= first + last) return text;
  return `${text.slice(0, first)}...${last === 0 ? '' : text.slice(-last)}`.toWellFormed();
}
