/** framing, as this dialect judges it: its events have types, and Bedrock's stream is an AWS event stream. */

import { declaredType } from '../../../checks/framing.ts';
import { AWS_EVENT_STREAM } from '../../../evidence/frames/aws-event-stream.ts';
import { among, type Check, HOLDS, type Judgement, NOT_APPLICABLE } from '../../../judge/check.ts';
import { errorEvents } from '../../../reading/stray-errors.ts';
import { isObject } from '../../../text/json.ts';
import { shorten } from '../../../text/json-text.ts';
import type { MessagesReading } from '../codec/read.ts';

type Rule = Check<MessagesReading>['run'];

/** Bedrock's stream is binary, and its events have no names. */
export function unlessBedrock(rule: Rule): Rule {
  return (reading, at) => (reading.variant === 'bedrock' ? NOT_APPLICABLE : rule(reading, at));
}

export function contentType(reading: MessagesReading): Judgement {
  return declaredType(reading, reading.variant === 'bedrock' ? AWS_EVENT_STREAM : 'text/event-stream');
}

/** A `[DONE]` without an event name is reported by events/no-done. With a name, clients parse it and throw. */
export function dataIsJson({ events, others, untyped, turn }: MessagesReading): Judgement {
  if (others.length === 0 && untyped.length === 0) return HOLDS;
  const errors = errorEvents(turn);
  return among(
    events,
    events
      .filter(({ sse, done }) => sse.terminated && !(done && sse.name === null))
      .filter(({ json }) => !isObject(json) || typeof json['type'] !== 'string')
      .filter(({ event }) => !errors.has(event))
      .map(({ sse, json }) => ({
        event: sse.number,
        path: isObject(json) ? 'type' : '',
        message: isObject(json) ? 'this event has no type' : 'the data of this event is no JSON object',
        found: shorten(sse.data),
        expected: 'a JSON object with a string type',
      })),
  );
}
