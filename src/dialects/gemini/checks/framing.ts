/** framing: a stream is either server-sent events or one JSON array. */
import { CUT_OFF, isKindOfJson } from '../../../checks/framing.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import {
  among,
  broken,
  type Check,
  type Finding,
  HOLDS,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { mediaType } from '../../../reading/standing.ts';
import { errorEvents } from '../../../reading/stray-errors.ts';
import { utf8Text } from '../../../text/bytes.ts';
import { shorten, show } from '../../../text/json-text.ts';
import { RESPONSE, seenBroken } from '../authorities.ts';
import type { GeminiReading } from '../codec/read.ts';

const SSE_TYPE = 'text/event-stream';
const JSON_TYPE = 'application/json';

/**
 * Checks that events or JSON arrived as requested, and that the media type fits the framing that arrived. Events in
 * place of an array are reported by framing/json-array.
 */
export function contentType(reading: GeminiReading): Judgement {
  const { framing, request, turn, delivery, sound } = reading;
  // A JSON error with status 200 is reported only by errors/not-in-200.
  const isError = delivery === 'buffered' || (framing === 'array' && sound.length === 0);
  if (isError && turn.errors.length > 0) return NOT_APPLICABLE;
  const type = mediaType(reading);
  const asked = request.streaming ? request.address.framing : null;
  const fault = { event: null, path: 'headers.content-type', found: show(type) };
  if (asked === 'sse' && framing !== 'sse') {
    const message = 'asked for server-sent events, the provider answered with JSON';
    return broken({ ...fault, message, expected: SSE_TYPE });
  }
  if (!request.streaming && framing === 'sse') {
    const message = 'not asked to stream, the provider answered with events';
    return broken({ ...fault, message, expected: JSON_TYPE });
  }
  if (type === undefined) return inconclusive('the recording kept no Content-Type');
  const expected = framing === 'sse' ? SSE_TYPE : JSON_TYPE;
  const isDue = type === expected || (framing !== 'sse' && isKindOfJson(type));
  return isDue
    ? HOLDS
    : broken({ ...fault, message: 'the answer is declared as another media type', expected });
}

export function dataIsJson(reading: GeminiReading): Judgement {
  const { events, others, framing, closed, turn, truncated } = reading;
  if (framing === 'array' && !closed && truncated) return inconclusive(CUT_OFF);
  const errors = errorEvents(turn);
  const faults = others
    .filter(({ event, sse }) => (framing === 'array' || sse.terminated) && !errors.has(event))
    .map(({ sse, done }) => ({
      event: sse.number,
      path: '',
      message: done
        ? 'there is no [DONE] in this dialect, and clients parse every event'
        : 'the data of this event is no JSON object',
      found: shorten(sse.data),
      expected: 'a JSON object',
    }));
  // A body that is not an array is reported by framing/json-array.
  return among(1, [...faults, ...(opens(events) && !closed ? [unclosed(events.length)] : [])]);
}

/** Returns true if the elements are inside a bracket. */
function opens(events: GeminiReading['events']): boolean {
  return (events[0]?.sse.start ?? 0) > 0;
}

function unclosed(event: number): Finding {
  return {
    event,
    path: '',
    message: 'the array of the stream is not closed, so the body does not parse',
    found: 'the end of the body',
    expected: ']',
  };
}

export const framing: RulesInDialect<GeminiReading> = {
  'framing/json-array': {
    authority: [
      RESPONSE(
        'streamGenerateContent returns a stream of GenerateContentResponse: without alt=sse, in an array.',
      ),
      {
        name: 'Google AI developers forum',
        url: 'https://discuss.google.dev/t/streamgeneratecontent-method-of-gemini-rest-apis-giving-multiple-json-objects/146282',
        promise: 'Clients that stream without alt=sse take the array apart, and find its objects in it.',
      },
    ],
    run: ({ framing, events, exchange, request }) => {
      if (!request.streaming || request.address.framing === 'sse') return NOT_APPLICABLE;
      const text = shorten(utf8Text(exchange.response?.body.subarray(0, 120) ?? new Uint8Array()));
      const fault = { event: null, path: '', found: text, expected: 'one JSON array' };
      if (framing === 'sse') {
        if (request.address.framing === null) return inconclusive('the recording may have lost ?alt=sse');
        return broken({ ...fault, message: 'server-sent events came, and alt=sse was not asked for' });
      }
      return opens(events) || events.length === 0
        ? HOLDS
        : broken({ ...fault, message: 'the body is no array' });
    },
  },
};

/** Limits a rule to server-sent events. */
export function ofEvents(run: Check<GeminiReading>['run']): Check<GeminiReading>['run'] {
  return (reading, at) => (reading.framing === 'sse' ? run(reading, at) : NOT_APPLICABLE);
}

export const DATA_IS_JSON = [
  RESPONSE('Each event is one GenerateContentResponse.'),
  ...seenBroken('framing/data-is-json'),
] as const;
