/** A field that all parts of an answer repeat, and that must not change midway. */

import type { Chunk } from '../evidence/frames/event-stream.ts';
import { among, findingAt, type Judgement } from '../judge/check.ts';
import { isPresent } from '../reading/presence.ts';
import { show } from '../text/json-text.ts';

/**
 * The chunks whose field differs from the first chunk that has it.
 *
 * @param path where the field's holder stands in an event, with a dot behind; empty for the event itself
 */
export function changesOf(chunks: readonly Chunk[], field: string, path = ''): Judgement {
  const named = chunks.filter(({ json }) => isPresent(json[field]));
  const first = named[0]?.json[field];
  const others = named
    .filter(({ json }) => json[field] !== first)
    .map(({ json, event }) =>
      findingAt(
        { event, path: `${path}${field}`, value: json[field] },
        `${field} changed midway`,
        show(first),
      ),
    );
  return among(named, others);
}
