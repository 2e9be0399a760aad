/** errors in this dialect's format. On Bedrock they have AWS's format, on Vertex AI possibly Google's. */

import {
  eventsAfter,
  isScrubbed,
  overRefusals,
  statusOf,
  strayErrorFaults,
  unreadable,
} from '../../../checks/errors.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { headerValues } from '../../../evidence/exchange.ts';
import {
  among,
  broken,
  type Finding,
  findingAt,
  HOLDS,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { isFilledText } from '../../../reading/presence.ts';
import { errorEvents } from '../../../reading/stray-errors.ts';
import { isObject, type Json } from '../../../text/json.ts';
import { show } from '../../../text/json-text.ts';
import { ERRORS } from '../authorities.ts';
import type { MessagesReading } from '../codec/read.ts';
import { unlessBedrock } from './framing.ts';

export const errors: RulesInDialect<MessagesReading> = {
  'errors/type': {
    authority: [ERRORS('Each status has its type of error.')],
    run: unlessBedrock((reading) => {
      const expected = TYPES[statusOf(reading)];
      if (expected === undefined || isGoogles(reading)) return NOT_APPLICABLE;
      if (reading.error === null) return inconclusive('there is no error object: see errors/shape');
      const { json, path } = reading.error;
      if (json['type'] === expected) return HOLDS;
      if (typeof json['type'] !== 'string') return inconclusive('the error has no type: see errors/shape');
      const seen = { event: null, path: `${path}.type`, value: json['type'] };
      return broken(findingAt(seen, `the status is ${statusOf(reading)}`, show(expected)));
    }),
  },
  'errors/request-id': {
    authority: [ERRORS('Every response has a request-id header, and errors repeat it as request_id.')],
    run: unlessBedrock((reading) => {
      const { response } = reading.exchange;
      if (response === null || statusOf(reading) < 400) return NOT_APPLICABLE;
      const { body } = reading;
      if (isObject(body) && isFilledText(body['request_id'])) return HOLDS;
      if (headerValues(response.headers, 'request-id') !== undefined) return HOLDS;
      if (isScrubbed(response)) return inconclusive('the recording kept no headers');
      return lacksId(reading);
    }),
  },
};

/** Not judged on a truncated body, whose missing rest may contain the id. */
const lacksId = overRefusals((): Judgement => {
  const seen = { event: null, path: 'request_id', value: undefined };
  return broken(findingAt(seen, 'the error has no request id', 'an id of the request'));
});

const TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  409: 'conflict_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

/**
 * On Bedrock, AWS may refuse a request before it reaches the service, with `Message`; clients read it like `message`.
 */
export function refusalShape(reading: MessagesReading): Judgement {
  const { body, error, variant } = reading;
  if (variant === 'bedrock' || isGoogles(reading)) {
    const { message, Message } = error?.json ?? {};
    const holds = typeof message === 'string' || (variant === 'bedrock' && typeof Message === 'string');
    return holds ? HOLDS : unreadable(reading, 'an object with a string message');
  }
  const holds = isObject(body) && body['type'] === 'error' && isWhole(error?.json);
  return holds ? HOLDS : unreadable(reading, EXPECTED);
}

const EXPECTED = '{"type": "error", "error": {"type": string, "message": string}}';

function isWhole(error: Json): boolean {
  return isObject(error) && typeof error['type'] === 'string' && typeof error['message'] === 'string';
}

/** Errors raised before the request reaches the model have Google's format: a code and a status instead of a type. */
function isGoogles({ variant, error }: MessagesReading): boolean {
  return variant === 'vertex' && error !== null && error.json['type'] === undefined;
}

/**
 * A midstream error must be a well-formed event of type error, and no event may follow it. End marks do not count as
 * events.
 */
export function midstream({ turn, chunks, events: all, lastEvent }: MessagesReading): Judgement {
  const stray = strayErrorFaults(turn.errors);
  const errors = errorEvents(turn);
  const failed = chunks.filter(({ event }) => errors.has(event));
  const [first] = failed;
  if (first === undefined) return among(stray, stray);
  const misshapen = failed.flatMap(({ event, json }): Finding[] => {
    const name = all[(event ?? 0) - 1]?.sse.name ?? 'error';
    if (json['type'] === 'error' && name === 'error' && isWhole(json['error'])) return [];
    return [findingAt({ event, path: '', value: json }, 'clients cannot read this error', EXPECTED)];
  });
  return among(1, [
    ...stray,
    ...misshapen,
    ...eventsAfter(lastEvent, first.event, 'the end of the stream, or pings'),
  ]);
}
