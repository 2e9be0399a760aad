/** framing: from bytes to server-sent events. Streaming only; for every dialect that streams so. */

import type { StreamEvent } from '../evidence/frames/event-stream.ts';
import { type Finding, inconclusive, NOT_APPLICABLE } from '../judge/check.ts';
import { mediaType } from '../reading/standing.ts';
import { isObject } from '../text/json.ts';
import { shorten, show } from '../text/json-text.ts';
import { report, SSE } from './authorities.ts';
import { EITHER, type FamilyRules, STREAMED } from './record.ts';

export const framing = {
  'framing/content-type': {
    ...EITHER,
    title: 'A streamed answer is declared as text/event-stream',
    level: 'MUST',
    impact: 'major',
    authority: [SSE('parsing-an-event-stream', 'Event streams have the media type text/event-stream.')],
    asked: (request) => request.streaming,
    judgesUnreadable: true,
    run: (reading) => {
      const type = mediaType(reading);
      const fault = { event: null, path: 'headers.content-type', expected: 'text/event-stream' };
      if (reading.delivery === 'buffered') {
        return [
          {
            ...fault,
            message: 'asked to stream, the provider answered with one JSON body',
            found: show(type),
          },
        ];
      }
      if (type === undefined) return inconclusive('the recording kept no Content-Type');
      if (type === 'text/event-stream') return [];
      return [{ ...fault, message: 'the stream is declared as another media type', found: show(type) }];
    },
  },
  'framing/utf-8': {
    ...STREAMED,
    title: 'The stream is valid UTF-8',
    level: 'MUST',
    impact: 'major',
    authority: [SSE('event-stream-interpretation', 'Streams are always decoded as UTF-8.')],
    run: ({ stream, exchange }) => {
      const at = stream?.invalidUtf8At ?? null;
      if (stream === null || at === null) return [];
      const event = stream.events.find(({ end }) => at < end)?.number ?? null;
      const bytes = Buffer.from(exchange.response?.body.subarray(at, at + 8) ?? []).toString('hex');
      const message = `byte ${at} of the body starts no UTF-8 character`;
      return [{ event, path: '', message, found: `0x${bytes}`, expected: 'valid UTF-8' }];
    },
  },
  'framing/data-is-json': {
    ...STREAMED,
    title: "Every event's data is one JSON object, or [DONE]",
    level: 'MUST',
    impact: 'critical',
    run: ({ others }) =>
      others
        .filter(({ sse, done }) => sse.terminated && !done)
        .map(({ sse }) => ({
          event: sse.number,
          path: '',
          message: 'the data of this event is no JSON object',
          found: shorten(sse.data),
          expected: 'a JSON object, or [DONE]',
        })),
  },
  'framing/done': {
    ...STREAMED,
    title: 'The stream ends with data: [DONE]',
    level: 'MUST',
    impact: 'major',
    skipsAudio: true,
    needsEnd: true,
    run: ({ events, others }) => {
      if (others.some(({ done }) => done)) return [];
      const last = events.at(-1);
      return [
        {
          event: last?.sse.number ?? null,
          path: '',
          message: 'the stream ends without [DONE]',
          found: last === undefined ? 'no event' : shorten(last.sse.data),
          expected: 'data: [DONE]',
        },
      ];
    },
  },
  'framing/nothing-after-done': {
    ...STREAMED,
    title: 'No event follows [DONE]',
    level: 'MUST',
    impact: 'minor',
    run: ({ events, others }) => {
      const end = others.find(({ done }) => done);
      if (end === undefined) return NOT_APPLICABLE;
      return events.slice(end.event).map(({ sse }) => ({
        event: sse.number,
        path: '',
        message: 'this event follows [DONE]',
        found: shorten(sse.data),
        expected: 'the end of the stream',
      }));
    },
  },
  'framing/final-event-terminated': {
    ...STREAMED,
    title: 'The last event ends with a blank line',
    level: 'MUST',
    impact: 'minor',
    authority: [
      SSE(
        'event-stream-interpretation',
        'Once the end of the file is reached, pending data without a blank line is discarded.',
      ),
    ],
    run: ({ events }) => {
      const last = events.at(-1);
      if (last === undefined) return NOT_APPLICABLE;
      if (last.sse.terminated) return [];
      return [
        {
          event: last.sse.number,
          path: '',
          message:
            'the body ends before the blank line that dispatches this event, so a conforming parser drops it',
          found: shorten(last.sse.data),
          expected: 'a blank line after the last event',
        },
      ];
    },
  },
  'framing/no-named-events': {
    ...STREAMED,
    title: 'Events have no name: streams are data-only',
    level: 'SHOULD',
    impact: 'minor',
    authority: [
      SSE(
        'event-stream-interpretation',
        'An event with an event field is dispatched under that name and not as message.',
      ),
      report(
        'janhq/jan/issues/8280',
        "Jan reads every data line whatever its event name, so a server's `event: hermes.tool.progress` between chunks aborts the chat with 'Type validation failed'.",
      ),
      report(
        'anomalyco/opencode/issues/38106',
        'OpenCode (AI SDK openai-compatible) validates the data of a named event as a chat chunk and ends the agent turn with a TypeValidationError.',
      ),
    ],
    run: ({ events }) =>
      events.filter(isForeignName).map(({ sse }) => ({
        event: sse.number,
        path: '',
        message: 'this event has a name',
        found: `event: ${shorten(sse.name ?? '')}`,
        expected: 'no event field',
      })),
  },
  'framing/comments': {
    ...STREAMED,
    title: 'The stream holds comment lines',
    level: 'MAY',
    impact: 'trivial',
    authority: [
      SSE('parsing-an-event-stream', 'Lines that start with a colon are comments and are ignored.'),
    ],
    run: ({ stream }): Finding[] =>
      (stream?.comments ?? []).map((comment) => ({
        event: comment.beforeEvent <= (stream?.events.length ?? 0) ? comment.beforeEvent : null,
        path: '',
        message: `a comment of the stream at byte ${comment.start}`,
        found: shorten(`:${comment.text}`),
        expected: 'nothing: comments are legal',
      })),
  },
  'framing/done-marker': {
    ...STREAMED,
    title: 'The stream holds data: [DONE]',
    level: 'MAY',
    impact: 'trivial',
  },
  'framing/json-array': {
    ...STREAMED,
    title: 'Without alt=sse the body of a stream is one JSON array of response objects',
    level: 'MUST',
    impact: 'critical',
  },
} satisfies FamilyRules<'framing'>;

/** Let through: `message`, which is the default name, and `error` on an event that carries an error. */
function isForeignName({ sse, json }: StreamEvent): boolean {
  if (sse.name === null || sse.name === 'message') return false;
  return !(sse.name === 'error' && isObject(json) && json['error'] !== undefined && json['error'] !== null);
}
