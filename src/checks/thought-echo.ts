/** Judges how thoughts come back: each of them once, complete, and before what followed it. */

import { among, type Judgement, NOTHING_THERE } from '../judge/check.ts';
import { groupBy } from '../text/group-by.ts';
import type { Json } from '../text/json.ts';
import { show } from '../text/json-text.ts';

/** One block of an answer, or of a request that repeats it. */
export interface ToldBlock {
  /** The dialect's name for it. */
  readonly kind: string;
  /** Identifies it in the answer and when it comes back; null if nothing does. */
  readonly key: string | null;
  readonly json: Json;
}

export interface IssuedBlock extends ToldBlock {
  /** A thought that must go back, a text or a call, or anything else. */
  readonly is: 'thought' | 'said' | 'other';
}

/** @param path the path of the message that repeats them */
export function thoughtsReturned(
  issued: readonly IssuedBlock[],
  sent: readonly ToldBlock[],
  path: string,
): Judgement {
  const at = { event: null, path };
  const thoughts = issued.filter(({ is }) => is === 'thought');
  if (thoughts.length === 0) return NOTHING_THERE;
  const places = firstPlaces(sent);
  const lost = thoughts.filter(({ key }) => !places.has(key));
  return among(thoughts, [
    ...lost.map(({ kind, json }) => {
      const found = sent.find((block) => block.kind === kind);
      const message = found === undefined ? 'the thought is dropped' : 'the thought comes back changed';
      return { ...at, message, found: show(found?.json), expected: show(json) };
    }),
    ...lateOf(issued, sent).map(({ kind }) => ({
      ...at,
      message: 'the thought comes back behind what followed it',
      found: show(sent.map((block) => block.kind)),
      expected: `${kind} first`,
    })),
    ...surplusIn(sent, thoughts).map(({ json }) => ({
      ...at,
      message: 'the thought comes back twice',
      found: show(json),
      expected: 'once',
    })),
  ]);
}

/**
 * The thoughts that now follow something that originally came after them: a server requires each thought first, and all
 * thoughts in their order.
 */
function lateOf(issued: readonly IssuedBlock[], sent: readonly ToldBlock[]): IssuedBlock[] {
  const first = firstPlaces(sent);
  const last = new Map(sent.map(({ key }, at) => [key, at]));
  const late: IssuedBlock[] = [];
  /** The earliest new position of a block that originally followed. */
  let earliest = Number.POSITIVE_INFINITY;
  for (const block of issued.toReversed()) {
    if (block.is === 'other') continue;
    if (block.is === 'thought' && (first.get(block.key) ?? -1) > earliest) late.push(block);
    earliest = Math.min(earliest, last.get(block.key) ?? earliest);
  }
  return late.toReversed();
}

/** The thoughts that a client sends more often than they were issued. */
function surplusIn(sent: readonly ToldBlock[], thoughts: readonly ToldBlock[]): ToldBlock[] {
  const due = groupBy(thoughts, ({ key }) => key);
  return [...groupBy(sent, ({ key }) => key)].flatMap(([key, alike]) =>
    alike.slice(due.get(key)?.length ?? alike.length),
  );
}

function firstPlaces(sent: readonly ToldBlock[]): ReadonlyMap<string | null, number> {
  return new Map(sent.map(({ key }, at) => [key, at] as const).toReversed());
}
