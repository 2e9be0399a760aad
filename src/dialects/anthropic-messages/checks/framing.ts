/** framing, where this dialect judges in its own way: its events have types, and the stream of Bedrock is that of AWS. */

import { AWS_EVENT_STREAM } from '../../../evidence/frames/aws-event-stream.ts';
import type { Check, Judgement } from '../../../judge/check.ts';
import { inconclusive, NOT_APPLICABLE } from '../../../judge/check.ts';
import { mediaType } from '../../../reading/standing.ts';
import { isObject } from '../../../text/json.ts';
import { shorten, show } from '../../../text/json-text.ts';
import type { MessagesReading } from '../codec/read.ts';

type Rule = Check<MessagesReading>['run'];

/** Bedrock's stream is no text, and its events have no names. */
export function unlessBedrock(rule: Rule): Rule {
  return (reading, at) => (reading.variant === 'bedrock' ? NOT_APPLICABLE : rule(reading, at));
}

export function contentType(reading: MessagesReading): Judgement {
  const type = mediaType(reading);
  const expected = reading.variant === 'bedrock' ? AWS_EVENT_STREAM : 'text/event-stream';
  const fault = { event: null, path: 'headers.content-type', found: show(type), expected };
  if (reading.delivery === 'buffered') {
    return [{ ...fault, message: 'asked to stream, the provider answered with one JSON body' }];
  }
  if (type === undefined) return inconclusive('the recording kept no Content-Type');
  if (type === expected) return [];
  return [{ ...fault, message: 'the stream is declared as another media type' }];
}

/** A `[DONE]` without a name is the affair of events/no-done; with one, clients parse it and throw. */
export function dataIsJson({ events, others, untyped }: MessagesReading): Judgement {
  if (others.length === 0 && untyped.length === 0) return [];
  return events
    .filter(({ sse, done }) => sse.terminated && !(done && sse.name === null))
    .filter(({ json }) => !isObject(json) || typeof json['type'] !== 'string')
    .map(({ sse, json }) => ({
      event: sse.number,
      path: isObject(json) ? 'type' : '',
      message: isObject(json) ? 'this event has no type' : 'the data of this event is no JSON object',
      found: shorten(sse.data),
      expected: 'a JSON object with a string type',
    }));
}
