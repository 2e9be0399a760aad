/** framing: from bytes to server-sent events. Only for streams, in every dialect that uses them. */

import type { StreamEvent } from '../evidence/frames/event-stream.ts';
import { REPLACEMENT } from '../evidence/sse/ill-formed.ts';
import {
  among,
  broken,
  findingAt,
  HOLDS,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../judge/check.ts';
import { isPresent } from '../reading/presence.ts';
import { pieceAt, type Reading } from '../reading/reading.ts';
import { mediaType } from '../reading/standing.ts';
import { errorEvents } from '../reading/stray-errors.ts';
import { hexOf } from '../text/bytes.ts';
import { isObject, type JsonObject } from '../text/json.ts';
import { excerptAt, jsonText, shorten, show } from '../text/json-text.ts';
import { plural } from '../text/quantities.ts';
import { RFC_9112, report, SSE } from './authorities.ts';
import { unescaped } from './leaked-calls.ts';
import { EITHER, type FamilyRules, STREAMED } from './record.ts';

export const framing = {
  'framing/content-type': {
    ...EITHER,
    title: 'A streamed answer is declared as text/event-stream, a buffered one as JSON',
    level: 'MUST',
    impact: 'critical',
    authority: [SSE('parsing-an-event-stream', 'Event streams have the media type text/event-stream.')],
    judgesUnreadable: true,
    run: (reading) => declaredType(reading, 'text/event-stream'),
  },
  'framing/utf-8': {
    ...STREAMED,
    readsBytes: true,
    title: 'The stream is valid UTF-8',
    level: 'MUST',
    impact: 'major',
    authority: [SSE('event-stream-interpretation', 'Streams are always decoded as UTF-8.')],
    run: ({ stream, exchange }) => {
      const at = stream?.invalidUtf8At ?? null;
      if (stream === null || at === null) return HOLDS;
      const event = stream.events.find(({ end }) => at < end)?.number ?? null;
      const body = exchange.response?.body ?? new Uint8Array();
      const message = `byte ${at} of the body starts no UTF-8 character`;
      return broken({
        event,
        path: '',
        message,
        found: `0x${hexOf(body.subarray(at, at + 8))}`,
        expected: 'valid UTF-8',
      });
    },
  },
  'framing/data-is-json': {
    ...STREAMED,
    readsBytes: true,
    title: "Every event's data is one JSON object, or [DONE]",
    level: 'MUST',
    impact: 'critical',
    run: ({ events, others, turn }) => {
      const errors = errorEvents(turn);
      return among(
        events,
        others
          .filter(({ event, sse, done }) => sse.terminated && !done && !errors.has(event))
          .map(({ sse }) => ({
            event: sse.number,
            path: '',
            message: 'the data of this event is no JSON object',
            found: shorten(sse.data),
            expected: 'a JSON object, or [DONE]',
          })),
      );
    },
  },
  'framing/done': {
    ...STREAMED,
    readsBytes: true,
    title: 'The stream ends with data: [DONE]',
    // A stream that breaks off within an event has no end mark.
    follows: ['framing/final-event-terminated'],
    level: 'MUST',
    impact: 'major',
    skipsAudio: true,
    needsEnd: true,
    run: ({ events, others, truncated }) => {
      if (others.some(({ done }) => done)) return HOLDS;
      if (truncated) return inconclusive(CUT_OFF);
      const last = events.at(-1);
      return broken({
        event: last?.sse.number ?? null,
        path: '',
        message: 'the stream ends without [DONE]',
        found: last === undefined ? 'no event' : shorten(last.sse.data),
        expected: 'data: [DONE]',
      });
    },
  },
  'framing/nothing-after-done': {
    ...STREAMED,
    readsBytes: true,
    title: 'No event follows [DONE]',
    level: 'MUST',
    impact: 'minor',
    run: ({ events, others }) => {
      const end = others.find(({ done }) => done);
      if (end === undefined) return NOT_APPLICABLE;
      return among(
        1,
        events.slice(end.event).map(({ sse }) => ({
          event: sse.number,
          path: '',
          message: 'this event follows [DONE]',
          found: shorten(sse.data),
          expected: 'the end of the stream',
        })),
      );
    },
  },
  'framing/final-event-terminated': {
    ...STREAMED,
    readsBytes: true,
    title: 'The last event ends with a blank line',
    level: 'MUST',
    impact: 'critical',
    authority: [
      SSE(
        'event-stream-interpretation',
        'Once the end of the file is reached, pending data without a blank line is discarded.',
      ),
    ],
    run: ({ events, truncated }) => {
      const last = events.at(-1);
      if (last === undefined) return NOT_APPLICABLE;
      if (last.sse.terminated) return HOLDS;
      if (truncated && last.json === undefined) return inconclusive(CUT_OFF);
      return broken({
        event: last.sse.number,
        path: '',
        message:
          'the body ends before the blank line that dispatches this event, so a conforming parser drops it',
        found: shorten(last.sse.data),
        expected: 'a blank line after the last event',
      });
    },
  },
  'framing/no-named-events': {
    ...STREAMED,
    readsBytes: true,
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
      among(
        events,
        events.filter(isForeignName).map(({ sse }) => ({
          event: sse.number,
          path: '',
          message: 'this event has a name',
          found: `event: ${shorten(sse.name ?? '')}`,
          expected: 'no event field',
        })),
      ),
  },
  'framing/comments': {
    ...STREAMED,
    readsBytes: true,
    title: 'The stream holds comment lines',
    level: 'MAY',
    impact: 'trivial',
    authority: [
      SSE('parsing-an-event-stream', 'Lines that start with a colon are comments and are ignored.'),
    ],
    run: ({ stream }) =>
      among(
        1,
        (stream?.comments ?? []).map((comment) => ({
          event: comment.beforeEvent <= (stream?.events.length ?? 0) ? comment.beforeEvent : null,
          path: '',
          message: `a comment of the stream at byte ${comment.start}`,
          found: shorten(`:${comment.text}`),
          expected: 'nothing: comments are legal',
        })),
      ),
  },
  'framing/no-replacement': {
    ...EITHER,
    readsBytes: true,
    title: 'Generated text, thoughts and arguments have no U+FFFD that the request did not have',
    level: 'SHOULD',
    impact: 'major',
    authority: [
      report(
        'kekzl/imp/issues/1554',
        'imp-server cuts input_json_delta between the bytes of a letter, and the tool runs with U+FFFD in its input.',
      ),
    ],
    follows: ['framing/utf-8'],
    run: ({ turn, request }) => {
      const generated = [
        ...turn.choices.map(({ text, textPieces }) => ({ text, pieces: textPieces })),
        ...turn.choices.map(({ reasoning, reasoningPieces }) => ({
          text: reasoning,
          pieces: reasoningPieces,
        })),
        ...turn.calls.map((call) => ({ text: unescaped(call), pieces: call.fragments })),
      ].filter(({ text }) => text !== '');
      const damaged = generated.filter(({ text }) => text.includes(REPLACEMENT));
      if (damaged.length === 0 || jsonText(request.json).includes(REPLACEMENT))
        return among(generated.length - damaged.length, []);
      return among(
        generated,
        damaged.map(({ text, pieces }) => {
          const at = text.indexOf(REPLACEMENT);
          const place = pieceAt(pieces, at) ?? { event: null, path: '' };
          return findingAt(
            { ...place, value: excerptAt(text, at) },
            'a character was lost on its way',
            'no U+FFFD',
          );
        }),
      );
    },
  },
  'framing/complete': {
    subject: 'provider',
    answer: 'any',
    readsBytes: true,
    title: 'The body is as long as Content-Length says, and a chunked body has its last chunk',
    level: 'MUST',
    impact: 'major',
    authority: [
      RFC_9112(
        'section-8',
        'A body is incomplete when fewer bytes came than Content-Length promised, or no last chunk.',
      ),
    ],
    judgesBroken: true,
    run: bodyIsComplete,
  },
  'framing/done-marker': {
    ...STREAMED,
    readsBytes: true,
    title: 'The stream holds data: [DONE]',
    level: 'MAY',
    impact: 'trivial',
  },
  'framing/json-array': {
    ...STREAMED,
    readsBytes: true,
    title: 'Without alt=sse the body of a stream is one JSON array of response objects',
    level: 'MUST',
    impact: 'critical',
  },
} satisfies FamilyRules<'framing'>;

/**
 * framing/content-type: an answer comes in the requested delivery, with the matching media type.
 *
 * @param streamed the media type of a stream
 */
export function declaredType(reading: Reading, streamed: string): Judgement {
  const { delivery, request, turn } = reading;
  // A JSON error under a 200 is errors/not-in-200 alone.
  if (delivery === 'buffered' && turn.errors.length > 0) return NOT_APPLICABLE;
  const type = mediaType(reading);
  const expected = request.streaming ? streamed : 'application/json';
  const finding = { event: null, path: 'headers.content-type', found: show(type), expected };
  if (request.streaming && delivery === 'buffered')
    return broken({ ...finding, message: 'asked to stream, the provider answered with one JSON body' });
  if (!request.streaming && delivery === 'streaming')
    return broken({ ...finding, message: 'not asked to stream, the provider answered with events' });
  if (type === undefined) return inconclusive('the recording kept no Content-Type');
  const isDue = type === expected || (!request.streaming && isKindOfJson(type));
  return isDue ? HOLDS : broken({ ...finding, message: 'the answer is declared as another media type' });
}

/** Returns true for special kinds of JSON, such as `application/problem+json`. */
export function isKindOfJson(type: string): boolean {
  return /^application\/.+\+json$/u.test(type);
}

/**
 * framing/complete: judges only what our own recorder saw, because other recorders decode, re-encode and trim. A chunked
 * stream that breaks after its end mark is complete for a client; a client that waits for a whole body gets nothing.
 */
function bodyIsComplete({ exchange: { response, failure }, standing, delivery }: Reading): Judgement {
  if (response?.broken === undefined) {
    if (failure !== undefined) return inconclusive(failure);
    return response?.provenComplete === true && response.body.length > 0 ? HOLDS : NOT_APPLICABLE;
  }
  const { received, declared } = response.broken;
  if (declared === null && standing.kind === 'answered' && delivery === 'streaming') return HOLDS;
  return broken({
    event: null,
    path: '',
    message: 'the connection ended before the body did',
    found: plural(received, 'byte'),
    expected: declared === null ? 'the last chunk' : `the ${declared} bytes of Content-Length`,
  });
}

/** Returns true for an error, nested in a member or flat. */
function saysError({ error, message, choices }: JsonObject): boolean {
  return isPresent(error) || (typeof message === 'string' && choices === undefined);
}

/** Returns false for allowed names: `message`, which is the default, and `error` on an event with an error. */
function isForeignName({ sse, json }: StreamEvent): boolean {
  if (sse.name === null || sse.name === 'message') return false;
  // errors/midstream judges data that is not an object.
  return !(sse.name === 'error' && (!isObject(json) || saysError(json)));
}

/** The reason for everything that is missing after the place where a stream broke off. */
export const CUT_OFF = 'the answer was cut off: see finish/present';
