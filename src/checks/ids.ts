/** ids: tool-call ids, in one response, across turns, and on their way back. */

import {
  type Context,
  type Finding,
  findingAt,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../judge/check.ts';
import type { HistoryMessage, Reading, RequestReading, Seen, ToolCall } from '../reading/reading.ts';
import type { Json } from '../text/json.ts';
import { sameJson, show } from '../text/json-text.ts';
import { reports } from './authorities.ts';
import { EITHER, type FamilyRules } from './record.ts';
import { NOT_ABOUT_THE_REQUEST } from './roundtrip.ts';

export const ids = {
  'ids/present': {
    aboutCalls: true,
    title: ({ id }) => `Every call has a non-empty string ${id}`,
    level: 'MUST',
    impact: 'critical',
    subject: 'provider',
    answer: 'either',
    run: overCalls((calls) =>
      calls
        .filter(({ id }) => typeof id?.value !== 'string')
        .map((call) =>
          findingAt(
            call.id ?? { event: call.event, path: call.idPath, value: undefined },
            'no result can name this call',
            'a non-empty string',
          ),
        ),
    ),
  },
  'ids/type': {
    aboutCalls: true,
    title: 'Every buffered call has type function',
    level: 'MUST',
    impact: 'minor',
    subject: 'provider',
    answer: 'buffered',
    run: overCalls((calls) =>
      calls
        .filter(({ type, isFunction }) => isFunction && type?.value !== 'function')
        .map(({ type, path, event }) =>
          findingAt(
            type ?? { value: undefined, event, path: `${path}.type` },
            'not declared as a function',
            '"function"',
          ),
        ),
    ),
  },
  'ids/unique-in-response': {
    aboutCalls: true,
    title: 'No two calls of one response share an id',
    level: 'MUST',
    impact: 'critical',
    subject: 'provider',
    authority: [...reports('ids/unique-in-response')],
    answer: 'either',
    run: overCalls((calls) => {
      const taken = new Set<Json>();
      return calls.flatMap(({ id }) => {
        if (id === null) return [];
        if (!taken.has(id.value)) {
          taken.add(id.value);
          return [];
        }
        return [findingAt(id, 'another call of this response has the same id', 'an id of its own')];
      });
    }),
  },
  'ids/unique-in-conversation': {
    aboutCalls: true,
    title: ({ id }) => `No ${id} is issued again later in the conversation`,
    level: 'SHOULD',
    impact: 'major',
    subject: 'provider',
    authority: [...reports('ids/unique-in-conversation')],
    answer: 'either',
    run: (reading, { earlier }) => {
      const issued = new Set<Json>([
        ...earlier
          .filter((other) => !isSampledAgain(other, reading))
          .flatMap(({ turn }) => turn.calls.map(({ id }) => id?.value)),
        ...reading.request.history.flatMap(({ calls }) => calls.map(({ id }) => id)),
      ]);
      issued.delete(undefined);
      if (reading.turn.calls.length === 0 || issued.size === 0) return NOT_APPLICABLE;
      return reading.turn.calls.flatMap(({ id }) =>
        id !== null && issued.has(id.value)
          ? [
              findingAt(
                id,
                'an earlier call of the conversation has the same id',
                'an id never issued before',
              ),
            ]
          : [],
      );
    },
  },
  'ids/portable': {
    aboutCalls: true,
    title: ({ id }) =>
      `The ${id} matches ^[A-Za-z0-9_-]{1,40}$, so that history can move to another provider`,
    level: 'SHOULD',
    impact: 'major',
    subject: 'provider',
    authority: [...reports('ids/portable')],
    answer: 'either',
    run: overIds((id) =>
      /^[A-Za-z0-9_-]{1,40}$/u.test(id.value)
        ? []
        : [findingAt(id, 'other providers refuse this id in a history', '1 to 40 of A-Z a-z 0-9 _ -')],
    ),
  },
  'ids/entropy': {
    aboutCalls: true,
    title: ({ id }) => `The ${id} is guessable`,
    level: 'MAY',
    impact: 'minor',
    subject: 'provider',
    authority: [...reports('ids/entropy')],
    answer: 'either',
    run: overIds((id) => {
      const bits = entropyBits(id.value);
      if (bits >= 32) return [];
      return [
        findingAt(
          id,
          `about ${Math.floor(bits)} bits, so other conversations will repeat it`,
          '32 bits or more',
        ),
      ];
    }),
  },
  'ids/echoed': {
    title: 'The next request repeats each call id byte for byte, and answers each exactly once',
    level: 'MUST',
    impact: 'critical',
    subject: 'client',
    answer: 'request',
    run: judgeEcho,
  },
  'ids/echo-accepted': {
    title: 'The provider accepts its own ids when they come back',
    level: 'MUST',
    impact: 'critical',
    subject: 'provider',
    answer: 'any',
    judgesUnreadable: true,
    run: acceptanceOf(judgeEcho, {
      unjudged: 'the client did not return the ids as issued',
      message: 'the ids that this provider issued came back unchanged and were refused',
    }),
  },
  'ids/length': {
    ...EITHER,
    title: 'The call_id has at most 64 characters',
    level: 'MUST',
    impact: 'major',
    aboutCalls: true,
  },
  'ids/pattern': {
    ...EITHER,
    title: 'The id matches ^[a-zA-Z0-9_-]+$, or it is refused when it comes back',
    level: 'MUST',
    impact: 'critical',
    aboutCalls: true,
  },
  'ids/all-or-none': {
    ...EITHER,
    title: 'All calls of one response have an id, or none has',
    level: 'SHOULD',
    impact: 'major',
    aboutCalls: true,
  },
  'ids/non-empty': {
    ...EITHER,
    title: 'An id, where sent, is a non-empty string',
    level: 'MUST',
    impact: 'critical',
    aboutCalls: true,
  },
  'ids/kept': {
    title: 'An issued id is not dropped from the echo',
    level: 'SHOULD',
    impact: 'major',
    subject: 'client',
    answer: 'request',
  },
} satisfies FamilyRules<'ids'>;

/**
 * What a provider issued came back unchanged, so it must be accepted.
 *
 * @param echo how the client returned it
 * @param about whether the provider's message is about what came back; without it every refusal is
 */
export function acceptanceOf<R extends Reading>(
  echo: (reading: R, at: Context<R>) => Judgement,
  told: { readonly unjudged: string; readonly message: string },
  about: (reason: string, reading: R, at: Context<R>) => boolean = () => true,
) {
  return (reading: R, at: Context<R>): Judgement => {
    const returned = echo(reading, at);
    if (returned === NOT_APPLICABLE || 'inconclusive' in returned) return returned;
    if (returned.length > 0) return inconclusive(told.unjudged);
    if (reading.standing.kind !== 'refused') return [];
    const { status, reason } = reading.standing;
    const isAboutRequest = status >= 400 && status <= 499 && !NOT_ABOUT_THE_REQUEST.has(status);
    // What was left out on purpose may be what the refusal is about.
    if (!isAboutRequest || !about(reason, reading, at) || at.scenario?.dropsSignatures === true)
      return inconclusive(reason);
    return [{ event: null, path: '', message: told.message, found: reason, expected: 'a 2xx status' }];
  };
}

function overCalls(rule: (calls: readonly ToolCall[]) => readonly Finding[]) {
  return ({ turn }: Reading): Judgement => (turn.calls.length === 0 ? NOT_APPLICABLE : rule(turn.calls));
}

/** Runs a rule on every id that is a non-empty string; where there is none, ids/present says so. */
function overIds(rule: (id: Seen<string>) => readonly Finding[]) {
  return ({ turn }: Reading): Judgement => {
    const found = turn.calls.flatMap(({ id }) =>
      typeof id?.value === 'string' ? [{ ...id, value: id.value }] : [],
    );
    return found.length === 0 ? NOT_APPLICABLE : found.flatMap(rule);
  };
}

/**
 * How hard an id is to guess, in bits: none for counters (1 to 6 digits, or an ending of `:` or `.` and up to 4
 * digits), else its length, without a customary prefix, times the bits of its alphabet (digits, hex or base 36).
 */
function entropyBits(id: string): number {
  if (/^\d{1,6}$/u.test(id) || /[:.]\d{1,4}$/u.test(id)) return 0;
  const rest = id.replace(/^(?:chatcmpl-tool|tooluse|toolu|tool|call|fc|functions?)[_-]/u, '');
  const letters = /^\d*$/u.test(rest) ? 10 : /^[0-9a-f]*$/iu.test(rest) ? 16 : 36;
  return rest.length * Math.log2(letters);
}

/**
 * Compares a request with the calls of the answer before it. Adjacent assistant messages count as one, so all that the
 * request adds to the history is searched (the whole history, where it does not continue the one before); of several
 * choices the client continues one.
 */
export function judgeEcho(reading: Reading, { earlier, terms }: Context): Judgement {
  const { request } = reading;
  const before = answeredBefore(reading, earlier);
  if (before === undefined || before.turn.calls.length === 0) return NOT_APPLICABLE;
  const callsByChoice = before.turn.choices.map(({ calls }) => calls).filter((calls) => calls.length > 0);
  const repeats = (messages: readonly HistoryMessage[], calls: readonly ToolCall[]) =>
    calls.some(({ id }) => messages.some((message) => message.calls.some((call) => call.id === id?.value)));
  const added = request.history.slice(before.request.history.length);
  const continued = callsByChoice.find((calls) => repeats(added, calls));
  const messages = continued === undefined ? request.history : added;
  const issued =
    continued ?? callsByChoice.find((calls) => repeats(messages, calls)) ?? callsByChoice[0] ?? [];

  const issuedIds = issued.map(({ id }) => id?.value);
  const isOfIt = ({ calls, answers }: HistoryMessage) =>
    issuedIds.includes(answers) || calls.some(({ id }) => issuedIds.includes(id));
  const isOfCalls = ({ calls, answers }: HistoryMessage) => calls.length > 0 || answers !== undefined;
  if (isBrokenOff(before) && !messages.some(isOfIt) && !added.some(isOfCalls)) return inconclusive(DROPPED);
  if (!issuedIds.every((id) => typeof id === 'string'))
    return inconclusive('calls were issued without an id');
  if (new Set(issuedIds).size < issuedIds.length) return inconclusive('one id was issued to several calls');
  const repeated = messages.flatMap(({ calls }) => calls);
  const isStored = request.continues !== null;
  return issuedIds.flatMap((id) => [
    ...(isStored ? [] : repetitionFaults(id, repeated.filter((call) => call.id === id).length, request)),
    ...answerFaults(id, messages, request, terms.result),
  ]);
}

/** A client does well to drop an answer that was cut off or ended in an error: the calls in it may be half of one. */
export function isBrokenOff({ cutOff, turn }: Reading): boolean {
  return cutOff || turn.errors.length > 0;
}

export const DROPPED = 'the answer with the calls was broken off, and the client went on without it';

/** The latest answer that the request can be about. */
export function answeredBefore<R extends Reading>(reading: R, earlier: readonly R[]): R | undefined {
  return earlier.findLast((other) => other.standing.kind === 'answered' && !isSampledAgain(other, reading));
}

/** The client asked for another answer to the same messages: neither follows the other. */
function isSampledAgain(one: Reading, other: Reading): boolean {
  return (
    one.request.history.length === other.request.history.length &&
    sameJson(one.request.json, other.request.json)
  );
}

function repetitionFaults(id: string, times: number, { historyPath }: RequestReading): Finding[] {
  if (times === 1) return [];
  const message =
    times === 0 ? 'the assistant message does not repeat this id' : 'the id is repeated several times';
  return [
    {
      event: null,
      path: `request.${historyPath}`,
      message,
      found: `${show(id)} ${times} times`,
      expected: 'once',
    },
  ];
}

function answerFaults(
  id: string,
  history: readonly HistoryMessage[],
  { historyPath }: RequestReading,
  result: string,
): Finding[] {
  const answers = history.filter(({ answers }) => answers === id);
  if (answers.length === 1) return [];
  const path = `request.${answers[1]?.path ?? historyPath}`;
  const message = answers.length === 0 ? `no ${result} answers this id` : `several ${result}s answer this id`;
  return [{ event: null, path, message, found: `${show(id)} ${answers.length} times`, expected: 'once' }];
}
