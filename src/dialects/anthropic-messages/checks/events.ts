/** events: the lifecycle of a stream. Rules of order ignore pings and unknown types. */

import { CUT_OFF } from '../../../checks/framing.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import type { Chunk } from '../../../evidence/frames/event-stream.ts';
import {
  among,
  broken,
  type Finding,
  findingAt,
  findingsIn,
  HOLDS,
  inconclusive,
  NO_FINDINGS,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { isPresent } from '../../../reading/presence.ts';
import type { Seen } from '../../../reading/reading.ts';
import { isObject } from '../../../text/json.ts';
import { shorten, show } from '../../../text/json-text.ts';
import { SDK, STREAMING, seenBroken } from '../authorities.ts';
import { isErrorEvent } from '../codec/assemble.ts';
import { isKnownEvent } from '../codec/fields.ts';
import type { MessagesReading } from '../codec/read.ts';
import { unlessBedrock } from './framing.ts';

export const events: RulesInDialect<MessagesReading> = {
  'events/named': {
    authority: [
      STREAMING('Each event has a name, and JSON data with a matching type.'),
      SDK('An event without a name is dropped, without a word.'),
    ],
    run: unlessBedrock((reading) =>
      among(
        1,
        findingsIn(reading.events, ({ sse, json }) => {
          const type = isObject(json) ? json['type'] : undefined;
          if (typeof type !== 'string' || sse.name === type || !isKnownEvent(type)) return NO_FINDINGS;
          const message = sse.name === null ? 'this event has no name' : 'this event has the name of another';
          const found = sse.name === null ? '(absent)' : `event: ${shorten(sse.name)}`;
          return [{ event: sse.number, path: '', message, found, expected: `event: ${type}` }];
        }),
      ),
    ),
  },
  'events/start': {
    authority: [
      STREAMING('A stream begins with message_start, which holds a message without content.'),
      SDK('A second message_start throws, and what comes before the first is ignored.'),
    ],
    run: (reading) => {
      const starts = reading.byType.get('message_start') ?? [];
      const first = reading.chunks.find(isOfFlow);
      if (first === undefined) return NOT_APPLICABLE;
      if (starts.length === 0 && reading.turn.errors.length > 0) return inconclusive('an error came first');
      const late = first !== starts[0];
      return among(1, [
        ...(late ? [typeFault(first, 'this event comes before message_start', 'message_start')] : []),
        ...starts.slice(1).map((chunk) => typeFault(chunk, 'the message starts again', 'one message_start')),
      ]);
    },
  },
  'events/start-empty': {
    authority: [
      STREAMING('message_start holds a message with empty content; the blocks follow.'),
      SDK('Content of message_start would stand before block 0.'),
    ],
    run: ({ message }) => {
      if (message === null) return NOT_APPLICABLE;
      const { content, stop_reason: reason } = message.value;
      const at = (field: string, value: unknown): Seen => ({
        event: message.event,
        path: `message.${field}`,
        value,
      });
      return among(1, [
        ...(Array.isArray(content) && content.length > 0
          ? [findingAt(at('content', content), 'there is content before the first block', '[]')]
          : []),
        ...(isPresent(reason)
          ? [findingAt(at('stop_reason', reason), 'it stops before it begins', 'null')]
          : []),
      ]);
    },
  },
  'events/message-delta': {
    authority: [
      STREAMING('message_delta events carry changes at the top of the message: stop_reason, usage.'),
    ],
    run: (reading) => {
      if (reading.byType.has('message_delta')) return HOLDS;
      if (isCutOff(reading)) return inconclusive(CUT_OFF);
      return broken(
        endFault(reading, 'no event says why the answer ended, or what it took', 'message_delta'),
      );
    },
  },
  'events/stop': {
    authority: [
      STREAMING('A stream ends with message_stop.'),
      SDK('A stream that ends without message_stop throws, and the whole answer is lost.'),
      ...seenBroken('events/stop'),
    ],
    run: (reading) => {
      const [first, ...others] = reading.byType.get('message_stop') ?? [];
      if (isCutOff(reading)) return inconclusive(CUT_OFF);
      if (first === undefined) return broken(endFault(reading, 'the stream was cut off', 'message_stop'));
      return among(
        1,
        others.map((chunk) => typeFault(chunk, 'the message stops again', 'one message_stop')),
      );
    },
  },
  'events/nothing-after-stop': {
    authority: [STREAMING('message_stop is the final event.')],
    run: ({ byType, chunks }) => {
      const [stop] = byType.get('message_stop') ?? [];
      if (stop === undefined) return NOT_APPLICABLE;
      return among(
        chunks,
        chunks
          .slice(chunks.indexOf(stop) + 1)
          .filter((chunk) => isOfFlow(chunk) && chunk.json['type'] !== 'message_stop')
          .map((chunk) => typeFault(chunk, 'the message had stopped', 'the end of the stream')),
      );
    },
  },
  'events/no-done': {
    authority: [
      STREAMING('The flow of a stream ends with message_stop; [DONE] is no event of it.'),
      SDK('An unnamed event is skipped; a parser that takes every data line for JSON fails on it.'),
    ],
    run: ({ events, others }) =>
      among(
        events,
        others
          .filter(({ done, sse }) => done && sse.name === null)
          .map(({ sse }) => ({
            event: sse.number,
            path: '',
            message: 'this is the end mark of another dialect',
            found: shorten(sse.data),
            expected: 'message_stop as the last event',
          })),
      ),
  },
  'events/known': {
    title: 'There are events of types that the reference does not list',
    authority: [STREAMING('New types of events may be added, so clients skip those that they do not know.')],
    run: ({ byType }) =>
      among(
        1,
        [...byType]
          .filter(([type]) => !isKnownEvent(type))
          .flatMap(([, chunks]) => chunks)
          .toSorted((left, right) => (left.event ?? 0) - (right.event ?? 0))
          .map((chunk) => typeFault(chunk, 'a type of no reference', 'nothing: new types are legal')),
      ),
  },
  'events/ping': {
    authority: [STREAMING('Streams may hold any number of ping events.')],
    run: ({ byType, chunks }) => {
      const pings = byType.get('ping') ?? [];
      const [first] = pings;
      if (first === undefined) return HOLDS;
      const found = `${pings.length} of ${chunks.length} events`;
      const message = `the first ping is event ${first.event}`;
      return broken({ event: first.event, path: '', message, found, expected: 'nothing: pings are legal' });
    },
  },
};

/** Returns true if the event has a fixed place in the order. Pings, errors and unknown types may occur anywhere. */
function isOfFlow({ json }: Chunk): boolean {
  const { type } = json;
  return typeof type === 'string' && type !== 'ping' && isKnownEvent(type) && !isErrorEvent(json);
}

/** Returns true if the stream broke off before message_stop. */
function isCutOff({ truncated, byType }: MessagesReading): boolean {
  return truncated && !byType.has('message_stop');
}

function typeFault({ event, json }: Chunk, message: string, expected: string): Finding {
  return { event, path: 'type', message, found: show(json['type']), expected };
}

/** A finding at the last event: something is missing after it. */
function endFault({ events: all }: MessagesReading, message: string, expected: string): Finding {
  const last = all.at(-1);
  return {
    event: last?.sse.number ?? null,
    path: '',
    message,
    found: last === undefined ? 'no event' : shorten(last.sse.data),
    expected,
  };
}
