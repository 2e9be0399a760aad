/** errors: how a provider reports that something went wrong. */

import { type HttpRequest, type HttpResponse, headerValues } from '../evidence/exchange.ts';
import {
  among,
  broken,
  type Finding,
  findingAt,
  HOLDS,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../judge/check.ts';
import type { AnswerError, Choice, Reading, Seen } from '../reading/reading.ts';
import { REDACTION, REDACTION_START } from '../redact/secret.ts';
import { isObject, type Json, wordOf } from '../text/json.ts';
import { show } from '../text/json-text.ts';
import { decodeText, isBlank } from '../text/wire-text.ts';
import { policy, RETRY_AFTER, report } from './authorities.ts';
import type { FamilyRules } from './record.ts';

/** What may follow an error in a stream. */
const END_MARK = 'the end of the stream, or [DONE]';
const ERRORS = { subject: 'provider', judgesRetried: true } as const;

export const errors = {
  'errors/shape': {
    ...ERRORS,
    title: 'A 4xx or 5xx body is JSON with an object error whose message is a string',
    level: 'MUST',
    impact: 'major',
    answer: 'refusal',
    run: overRefusals((reading) => {
      if (typeof reading.error?.json['message'] === 'string') return HOLDS;
      const { body } = reading;
      return unreadable(reading, 'error.message, a string', isObject(body) ? body['error'] : undefined);
    }),
  },
  'errors/code': {
    ...ERRORS,
    title: 'The error has the key code, a string or null',
    level: 'SHOULD',
    impact: 'minor',
    answer: 'refusal',
    run: (reading, { extensions }) => {
      const status = statusOf(reading);
      if (status < 400) return NOT_APPLICABLE;
      if (reading.error === null) return inconclusive('there is no error object: see errors/shape');
      const { json, path } = reading.error;
      const seen = { event: null, path: `${path}.code`, value: json['code'] };
      if (!extensions.has('openrouter')) {
        const isCode = typeof json['code'] === 'string' || json['code'] === null;
        const message = Object.hasOwn(json, 'code') ? 'the code is of another type' : 'the error has no code';
        return isCode ? HOLDS : broken(findingAt(seen, message, 'a string or null'));
      }
      return json['code'] === status
        ? HOLDS
        : broken(findingAt(seen, 'the code is not the status', wordOf(status)));
    },
  },
  'errors/none-midstream': {
    ...ERRORS,
    title: 'A stream that began with 200 does not turn into an error',
    level: 'SHOULD',
    impact: 'critical',
    authority: [
      report(
        'aaif-goose/goose/issues/8021',
        "Goose dies with 'Stream decode error' when a server that began with 200 sends an error object as an event.",
      ),
      report(
        'use-agent-os/agent-os/issues/2214',
        "AgentOS drops OpenRouter's mid-stream error chunk and records the truncated turn as a success.",
      ),
    ],
    answer: 'streaming',
    run: ({ turn }) =>
      among(
        1,
        turn.errors.map((seen) => findingAt(seen, 'the stream turned into an error', 'no error')),
      ),
  },
  'errors/not-in-200': {
    ...ERRORS,
    title: 'A buffered 200 has no error object',
    level: 'MUST',
    impact: 'critical',
    answer: 'buffered',
    run: ({ turn }) =>
      among(
        1,
        turn.errors.map((seen) => findingAt(seen, 'an error under a status of success', 'no error')),
      ),
  },
  'errors/midstream': {
    ...ERRORS,
    // Revision 2: a repeated error event in Responses. Revision 3: an exception sent as an event in Converse.
    revision: 3,
    title: 'An error inside a stream is an object with a message, and ends the stream',
    level: 'MUST',
    impact: 'critical',
    skipsAudio: true,
    answer: 'streaming',
    run: ({ turn, lastEvent }, { extensions }) => {
      // A finish reason alone only says that something went wrong; OpenRouter promises an error object.
      const isSaid = ({ path }: Seen) => extensions.has('openrouter') || !path.endsWith('.finish_reason');
      const said = turn.errors.filter(isSaid);
      const [first] = said;
      if (first === undefined) return NOT_APPLICABLE;
      const faults = said.flatMap((seen) => {
        if (seen.stray !== undefined) return strayErrorFaults([seen]);
        const { value, path } = seen;
        // An event that is itself the error has no member `error`, where clients look for it.
        if (path !== '' && isObject(value) && typeof value['message'] === 'string') return [];
        return [findingAt(seen, 'clients cannot read this error', 'an object error with a message')];
      });
      return among(1, [...faults, ...eventsAfter(lastEvent, first.event, END_MARK)]);
    },
  },
  'errors/retry-after': {
    ...ERRORS,
    // Revision 2 (Gemini): a body that was cut off no longer counts as one with missing members.
    revision: 2,
    title: 'A 429 does not say when to retry',
    level: 'MAY',
    impact: 'minor',
    authority: [RETRY_AFTER('Retry-After says how long to wait before the next request.')],
    answer: 'refusal',
    run: (reading) => {
      const { response } = reading.exchange;
      if (response === null || response.status !== 429) return NOT_APPLICABLE;
      if (headerValues(response.headers, 'retry-after') !== undefined) return HOLDS;
      if (isScrubbed(response)) return inconclusive('the recording kept no headers');
      const seen = { event: null, path: 'headers.retry-after', value: undefined };
      return broken(findingAt(seen, 'throttled, without a time to wait', 'seconds or a date'));
    },
  },
  'errors/no-secret': {
    ...ERRORS,
    readsBytes: true,
    title: 'The credential sent never appears in a response',
    level: 'MUST',
    impact: 'critical',
    authority: [
      policy('What a client proves itself with is not for logs, and responses are logged.'),
      report(
        'Unstructured-IO/unstructured-api/pull/578',
        'A server repeated the key that it refused, so that real keys with a slip in them stood in answers and logs.',
      ),
    ],
    answer: 'any',
    judgesUnreadable: true,
    run: ({ exchange, turn, text: body }) => {
      const { response } = exchange;
      const secrets = credentials(exchange.request);
      const isOurs = response?.chunks !== undefined;
      if (secrets.length === 0 && !isOurs) return NOT_APPLICABLE;
      // Our own recorder replaces credentials with a mark. A mark in the answer shows that one came back, unless the request
      // already contained it.
      const isMarked = (text: string) => {
        // A search for the start of the mark is much cheaper.
        const [mark] = text.includes(REDACTION_START) ? (REDACTION.exec(text) ?? []) : [];
        return mark !== undefined && !decodeText(exchange.request.body).includes(mark);
      };
      const isLeak = (text: string) =>
        secrets.some((secret) => text.includes(secret)) || (isOurs && isMarked(text));
      const isLeaked = ({ text, reasoning, calls }: Choice) =>
        isLeak(text) || isLeak(reasoning) || calls.some((call) => isLeak(call.arguments));
      const isInHeaders = response?.headers.some(([name, values]) => [name, ...values].some(isLeak));
      const places = [
        { path: '', leaks: isLeak(body) || turn.choices.some(isLeaked) },
        { path: 'headers', leaks: isInHeaders === true },
      ];
      return among(
        places,
        places
          .filter(({ leaks }) => leaks)
          .map(({ path }) => ({
            event: null,
            path,
            message: 'the credential came back',
            found: '(not shown)',
            expected: 'no credential',
          })),
      );
    },
  },
  'errors/type': {
    // Revision 2 (Converse): a body that was cut off no longer counts as one with missing members.
    revision: 2,
    title: 'error.type fits the status',
    level: 'SHOULD',
    impact: 'minor',
    subject: 'provider',
    answer: 'refusal',
    judgesRetried: true,
  },
  'errors/request-id': {
    // Revision 2: a body that was cut off no longer counts as one with missing members.
    revision: 2,
    title: 'An error has neither request_id nor the header request-id',
    level: 'MAY',
    impact: 'trivial',
    subject: 'provider',
    answer: 'refusal',
    judgesRetried: true,
  },
  'errors/status': {
    title: 'error.status is the name of a canonical code',
    level: 'SHOULD',
    impact: 'minor',
    subject: 'provider',
    answer: 'refusal',
    judgesRetried: true,
  },
} satisfies FamilyRules<'errors'>;

/** Judges the body of a 4xx or 5xx; inconclusive if the recording has no body or a part of it, and does not prove that this was all. */
export function overRefusals<R extends Reading>(rule: (reading: R) => Judgement) {
  return (reading: R): Judgement => {
    if (statusOf(reading) < 400) return NOT_APPLICABLE;
    const { response } = reading.exchange;
    const isUnrecorded = response !== null && !response.provenComplete && isBlank(response.body);
    if (isUnrecorded || (response?.cutOff === true && reading.body === undefined))
      return inconclusive('the recording has no whole body');
    return rule(reading);
  };
}

/** The status of a refusal; 0 without one. */
export function statusOf({ standing }: Reading): number {
  return standing.kind === 'refused' ? standing.status : 0;
}

const STRAY = {
  unframed: ['no parser of events sees this error', 'an event that carries it'],
  'no-object': ['clients cannot read this error', 'a JSON object'],
} as const;

/** The findings for errors of a stream that are not in an event with an object. */
export function strayErrorFaults(errors: readonly AnswerError[]): Finding[] {
  return errors.flatMap((seen) => {
    if (seen.stray === undefined) return [];
    const [message, expected] = STRAY[seen.stray];
    return [findingAt(seen, message, expected)];
  });
}

/** The findings for events after an error, which ends a stream. @param expected what may follow it */
export function eventsAfter(last: number | null, error: number | null, expected: string): Finding[] {
  if ((last ?? 0) <= (error ?? 0)) return [];
  const which = error === null ? 'an error came before the first event' : `event ${error} was an error`;
  const message = `${which}, and the stream went on`;
  return [{ event: last, path: '', message, found: `event ${last}`, expected }];
}

/**
 * The verdict on a refusal whose error clients cannot read.
 *
 * @param error the member `error` of the body, where it has one
 */
export function unreadable(reading: Reading, expected: string, error?: Json): Judgement {
  const [path, found] = error === undefined ? ['', reading.body ?? beginningOf(reading)] : ['error', error];
  const message = 'clients cannot read this error';
  return broken({ event: null, path, message, found: show(found), expected });
}

/** The beginning of a refusal that is not JSON. */
function beginningOf({ exchange }: Reading): string {
  return decodeText(exchange.response?.body.subarray(0, 300) ?? new Uint8Array());
}

/** Returns true if the headers were scrubbed: at most the media type is left, while every server sends more. */
export function isScrubbed({ headers }: HttpResponse): boolean {
  return headers.every(([name]) => name.toLowerCase() === 'content-type');
}

const KEY_HEADERS: ReadonlySet<string> = new Set(['authorization', 'x-api-key', 'api-key', 'x-goog-api-key']);

/** The credentials as sent, in headers or as `key` of the URL; without placeholders of a recorder. */
export function credentials({ headers, url }: HttpRequest): string[] {
  const inUrl = url.includes('?') && URL.canParse(url) ? new URL(url).searchParams.getAll('key') : [];
  return headers
    .filter(([name]) => KEY_HEADERS.has(name.toLowerCase()))
    .flatMap(([, values]) => values)
    .concat(inUrl)
    .map((value) => value.replace(/^(?:bearer|basic)\s+/iu, '').trim())
    .filter(looksLikeSecret);
}

/** Returns true if the value is long and varied enough for a key, and not a recorder's placeholder. */
function looksLikeSecret(value: string): boolean {
  return (
    value.length >= 16 &&
    /\d/u.test(value) &&
    !/redact|filter|dummy|fake|test|placeholder|x{4}|\*{3}|your/iu.test(value)
  );
}
