/** Finds arguments and texts that are sent again instead of only what is new. */
import { type Finding, findingAt } from '../judge/check.ts';
import type { Seen, ToolCall } from '../reading/reading.ts';
import { isObject } from '../text/json.ts';
import { sameJson } from '../text/json-text.ts';
import { parseJson } from '../text/wire-text.ts';

/**
 * The first fragment that is the complete arguments and repeats what was sent before (all of it, or the previous fragment, as
 * cumulative senders do); or, if the sum is not JSON, the first that equals the previous fragment.
 */
export function resentFragment({ arguments: sum, json, fragments }: ToolCall): Finding[] {
  if (sum === '' || json !== undefined) return [];
  const whole = wholeAgain(fragments);
  return whole.length > 0 ? whole : sentTwice(fragments);
}

/** The most fragments to try, because each is compared with everything before it. */
const MOST_TRIED = 32;

/** The finding for a chunk that came twice: without it, the arguments are JSON. */
function sentTwice(fragments: readonly Seen<string>[]): Finding[] {
  const texts = fragments.map(({ value }) => value);
  // Removing any one of several equal fragments leaves the same text.
  const again = [...fragments.entries()].filter(
    ([at, { value }]) => value === texts[at - 1] && value !== texts[at - 2],
  );
  const twice = again.slice(0, MOST_TRIED).find(([at]) => isWholeObject(texts.toSpliced(at, 1).join('')));
  if (twice === undefined) return [];
  const message = 'this fragment came twice, and without it the arguments are JSON';
  return [findingAt(twice[1], message, 'only what is new')];
}

function wholeAgain(fragments: readonly Seen<string>[]): Finding[] {
  let sent = '';
  let before = '';
  let tried = 0;
  for (const fragment of fragments) {
    const whole = decoded(fragment.value);
    if (isWholeObject(whole)) {
      if (repeats(whole, sent, before)) {
        return [
          findingAt(
            fragment,
            'this fragment is the whole, though part of it had been sent',
            'only what is new',
          ),
        ];
      }
      tried += 1;
      if (tried === MOST_TRIED) return [];
    }
    sent += fragment.value;
    if (fragment.value.trim() !== '') before = fragment.value;
  }
  return [];
}

/** The fragment without a second JSON encoding, which some senders add when they send the arguments again. */
function decoded(fragment: string): string {
  const json = fragment.startsWith('"') ? parseJson(fragment) : undefined;
  return typeof json === 'string' ? json : fragment;
}

function repeats(fragment: string, sent: string, before: string): boolean {
  const isBeginning = [sent, before].some((text) => text.trim() !== '' && fragment.startsWith(text));
  return isBeginning || isSameObject(sent, fragment);
}

/** Returns true for the same object, perhaps with other white space. */
function isSameObject(one: string, other: string): boolean {
  return isWholeObject(one) && sameJson(parseJson(one), parseJson(other));
}

function isWholeObject(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.startsWith('{') && trimmed.endsWith('}') && isObject(parseJson(trimmed));
}

/** Shorter texts may be repeated by chance, such as a word of a song. */
const SHORTEST_REPEAT = 16;

/**
 * The first piece that begins with all the text before it, or, if every piece so far was the text so far, with the previous
 * piece. The repetition may omit white space at the start.
 */
export function resentText(pieces: readonly Seen<string>[]): Finding[] {
  let sent = '';
  let before = '';
  /** True while every piece begins with the previous one: each is the text so far. */
  let grows = true;
  for (const piece of pieces) {
    const text = piece.value.trimStart();
    if (repeatsText(text, sent) || (grows && repeatsText(text, before)))
      return [findingAt(piece, 'this delta says again all that had been said', 'only what is new')];
    sent = sent === '' ? text : sent + piece.value;
    grows &&= text.startsWith(before);
    before = text;
  }
  return [];
}

/** Compares the lengths first, because nearly every piece is shorter than the text before it. */
function repeatsText(text: string, before: string): boolean {
  return text.length >= before.length && isLongText(before) && text.startsWith(before);
}

/** Returns true if the text is too long to be repeated by chance, and is not itself repetitive, like a line of dashes. */
function isLongText(text: string): boolean {
  return text.length >= SHORTEST_REPEAT && !isOneUnit(text);
}

/** Returns true if the text repeats one short unit. */
function isOneUnit(text: string): boolean {
  return /^(.{1,4}?)\1+.{0,3}$/su.test(text);
}
