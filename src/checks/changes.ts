/** Judges fields that every part of an answer repeats, and that must not change. */

import type { Chunk } from '../evidence/frames/event-stream.ts';
import { among, type Finding, findingAt, type Judgement } from '../judge/check.ts';
import { isPresent } from '../reading/presence.ts';
import type { Json } from '../text/json.ts';
import { show } from '../text/json-text.ts';

/**
 * The chunks whose field differs from that of the first chunk that has it. A single chunk leaves nothing to compare.
 *
 * @param path the path of the object with the field in an event, ending with a dot; empty for the event itself
 */
export function changesOf(chunks: readonly Chunk[], field: string, path = ''): Judgement {
  const others: Finding[] = [];
  let named = 0;
  let first: Json;
  for (const { json, event } of chunks) {
    const value = json[field];
    if (!isPresent(value)) continue;
    named += 1;
    if (named === 1) first = value;
    if (value === first) continue;
    others.push(findingAt({ event, path: `${path}${field}`, value }, `${field} changed midway`, show(first)));
  }
  return among(named < 2 ? 0 : named, others);
}
