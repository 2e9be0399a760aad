/** Arguments that are sent again instead of what is new. */
import { type Finding, findingAt } from '../judge/check.ts';
import type { Seen, ToolCall } from '../reading/reading.ts';
import { isObject } from '../text/json.ts';
import { sameJson } from '../text/json-text.ts';
import { parseJson } from '../text/wire-text.ts';

/**
 * The first fragment that is the whole by itself and repeats what had been sent (all of it, or the fragment before, as
 * cumulative senders do), or that is the one before it once more, when the sum is no JSON.
 */
export function resentFragment({ arguments: sum, json, fragments }: ToolCall): Finding[] {
  if (sum === '' || json !== undefined) return [];
  const whole = wholeAgain(fragments);
  return whole.length > 0 ? whole : sentTwice(fragments);
}

/** So many fragments are tried: each is held against all that was sent. */
const MOST_TRIED = 32;

/** One chunk that came twice: without it the arguments are JSON. */
function sentTwice(fragments: readonly Seen<string>[]): Finding[] {
  const texts = fragments.map(({ value }) => value);
  // Of one that came more often each leaves the same.
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

/** Some senders encode the arguments once more before they send them again. */
function decoded(fragment: string): string {
  const json = fragment.startsWith('"') ? parseJson(fragment) : undefined;
  return typeof json === 'string' ? json : fragment;
}

function repeats(fragment: string, sent: string, before: string): boolean {
  const isBeginning = [sent, before].some((text) => text.trim() !== '' && fragment.startsWith(text));
  return isBeginning || isSameObject(sent, fragment);
}

/** The same object, though perhaps written with other white space. */
function isSameObject(one: string, other: string): boolean {
  return isWholeObject(one) && sameJson(parseJson(one), parseJson(other));
}

function isWholeObject(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.startsWith('{') && trimmed.endsWith('}') && isObject(parseJson(trimmed));
}

/** So much may be repeated by chance: a word sung twice. */
const SHORTEST_REPEAT = 16;

/**
 * The first piece that begins with all the text before it: all that was sent or, from a sender whose every piece is the
 * text so far, the piece before. White space at the beginning may be left out of the repetition.
 */
export function resentText(pieces: readonly Seen<string>[]): Finding[] {
  let sent = '';
  let before = '';
  /** Every piece so far has begun with the one before: each is the text so far. */
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

/** Told by their lengths first: nearly every piece is shorter than the text before it. */
function repeatsText(text: string, before: string): boolean {
  return text.length >= before.length && isLongText(before) && text.startsWith(before);
}

/** Longer than what is repeated by chance, and not itself a repetition, such as a line of dashes. */
function isLongText(text: string): boolean {
  return text.length >= SHORTEST_REPEAT && !isOneUnit(text);
}

/** One short unit again and again. */
function isOneUnit(text: string): boolean {
  return /^(.{1,4}?)\1+.{0,3}$/su.test(text);
}
