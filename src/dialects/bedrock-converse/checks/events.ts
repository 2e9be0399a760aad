/** events: the lifecycle of a stream. Rules of order ignore unknown types. */

import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import type { Chunk } from '../../../evidence/frames/event-stream.ts';
import { among, type Finding, findingAt, inconclusive, NOT_APPLICABLE } from '../../../judge/check.ts';
import { OUTPUT, STREAM } from '../authorities.ts';
import { isKnownEvent } from '../codec/fields.ts';
import type { ConverseReading } from '../codec/read.ts';

/** The missing event may be in a frame that could not be read. */
const UNREAD = ['frames/length', 'frames/crc', 'frames/headers'] as const;

export const events: RulesInDialect<ConverseReading> = {
  'events/start': {
    title: 'There is exactly one messageStart, before every other event',
    follows: UNREAD,
    authority: [STREAM('A stream begins with messageStart, which says the role.')],
    run: ({ chunks, turn }) => {
      const starts = chunks.filter(isNamed('messageStart'));
      const first = chunks.find(isOfFlow);
      if (first === undefined) return NOT_APPLICABLE;
      if (starts.length === 0 && turn.errors.length > 0) return inconclusive('an error came first');
      const late = first !== starts[0];
      return among(1, [
        ...(late ? [nameFault(first, 'this event comes before messageStart', 'messageStart')] : []),
        ...starts.slice(1).map((chunk) => nameFault(chunk, 'the message starts again', 'one messageStart')),
      ]);
    },
  },
  'events/known': {
    authority: [OUTPUT('The events of a stream are members of a union, to which more may be added.')],
    run: ({ chunks }) =>
      among(
        1,
        chunks
          .filter(({ sse }) => sse?.name !== null && !isKnownEvent(sse?.name ?? ''))
          .map((chunk) => nameFault(chunk, 'an event of no reference', 'nothing: new events are legal')),
      ),
  },
};

export function isNamed(name: string) {
  return ({ sse }: Chunk): boolean => sse?.name === name;
}

/** Returns true for known events: not for exceptions or unknown types. */
function isOfFlow({ sse }: Chunk): boolean {
  return isKnownEvent(sse?.name ?? '');
}

function nameFault({ event, sse }: Chunk, message: string, expected: string): Finding {
  return findingAt({ event, path: '', value: sse?.name ?? undefined }, message, expected);
}
