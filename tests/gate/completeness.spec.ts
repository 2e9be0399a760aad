/** Nothing judged never passes: what a run must have judged, and what it says when it has not. */

import { endlessFailure } from '../../src/evidence/exchange.ts';
import { whyIncomplete } from '../../src/gate/completeness.ts';
import type {
  ConversationRecord,
  RunRecord,
  TargetRecord,
  VerdictRecord,
} from '../../src/results/results.ts';
import { conversation, replayRun, targetRecord, verdict } from '../support/records.ts';
import { expect, test } from '../support/test.ts';

function runOf(targets: Readonly<Record<string, Partial<TargetRecord>>>, mode: RunRecord['mode']): RunRecord {
  return replayRun({
    mode,
    targets: Object.fromEntries(Object.entries(targets).map(([id, own]) => [id, targetRecord(own)])),
  });
}

function why(
  conversations: readonly ConversationRecord[],
  verdicts: readonly VerdictRecord[] = [],
  targets: Readonly<Record<string, Partial<TargetRecord>>> = { 'p/m': {} },
  mode: RunRecord['mode'] = 'live',
): string | null {
  return whyIncomplete({ run: runOf(targets, mode), conversations, verdicts });
}

const good = (fields: Partial<ConversationRecord> = {}) =>
  conversation({ passed: ['shape/choices'], ...fields });

const refused = (status: number, words = '', fields: Partial<ConversationRecord> = {}) =>
  conversation({
    passed: ['errors/shape'],
    unanswered: [
      { exchange: 1, status, reason: words === '' ? `HTTP ${status}` : `HTTP ${status}: ${words}` },
    ],
    ...fields,
  });

const lost = (reason: string, fields: Partial<ConversationRecord> = {}) =>
  conversation({ unanswered: [{ exchange: 1, status: null, reason }], ...fields });

const orphan = { scenario: 'orphan-result' };
const inconclusive = { outcome: 'inconclusive', reason: 'why' } as const;

const COMPLETE: Readonly<Record<string, () => string | null>> = {
  'an answer that passed': () => why([good()]),
  'an answer that failed': () => why([conversation()], [verdict()]),
  'an answer after a refusal': () => why([refused(429, '', { exchanges: 2, retries: 1 })]),
  'another sample of the same': () => why([good(), refused(429, '', { sample: 2 })]),
  'refusals that the scenarios invite': () =>
    why([
      refused(404, 'no model', { scenario: 'unknown-model' }),
      refused(422, 'no list', { scenario: 'malformed-request' }),
      refused(400, 'no call', orphan),
      refused(400, 'no call', { scenario: 'nameless-result' }),
      refused(400, 'no result', { scenario: 'unanswered-call' }),
    ]),
  'a refusal against a rule of the scenario': () =>
    why(
      [good(), refused(400, 'ids', { scenario: 'foreign-ids' })],
      [verdict({ scenario: 'foreign-ids', check: 'roundtrip/foreign-id' })],
    ),
  'a refusal that a rule allows': () =>
    why([good(), refused(400, 'ids', { scenario: 'foreign-ids', passed: ['roundtrip/foreign-id'] })]),
  'refusals that name what the scenarios ask for besides calls': () =>
    why([
      good(),
      refused(400, 'tool_choice is not supported', { scenario: 'choice-none' }),
      refused(422, 'unknown field: parallel_tool_calls', { scenario: 'parallel-off' }),
      refused(400, 'this model does not support thinking', { scenario: 'reasoning-with-tools' }),
    ]),
  'a scenario about a family of which the target does not have one': () =>
    why(
      [good(), refused(400, 'no', { scenario: 'choice-allowed' })],
      [verdict({ scenario: 'choice-allowed', check: 'choice/none', outcome: 'unsupported', reason: 'why' })],
    ),
  'answers that all broke off': () =>
    why(
      [lost('the connection was lost after 9 bytes of the body')],
      [verdict({ check: 'framing/complete' })],
    ),
  'errors under 200, against the rule that forbids them': () =>
    why([refused(200, 'No.')], [verdict({ check: 'errors/not-in-200' })]),
  'errors under 200 where the scenario invites a refusal': () =>
    why([good(), refused(200, 'no call', orphan)]),
  'a scenario about what the target does not have': () =>
    why(
      [good(), refused(400, 'no tool_choice', { scenario: 'choice-none' })],
      [verdict({ scenario: 'choice-none', check: 'choice/none', outcome: 'unsupported', reason: 'why' })],
    ),
  'an audit in which one target answered': () =>
    why([good({ target: 'a' }), refused(401, '', { target: 'b' })], [], { a: {}, b: {} }, 'audit'),
};

for (const [title, judged] of Object.entries(COMPLETE)) {
  test(`complete: ${title}`, () => {
    expect(judged()).toBe(null);
  });
}

const INCOMPLETE: readonly (readonly [title: string, found: () => string | null, said: string])[] = [
  ['no conversation', () => why([]), 'no conversation was judged; choose targets and scenarios that exist'],
  [
    'nothing listens',
    () => why([lost('the connection was refused (connect ECONNREFUSED 127.0.0.1:8080)')]),
    'nothing listens at 127.0.0.1:8080: start the server, or correct the base URL',
  ],
  [
    'a host without an address',
    () => why([lost('no connection could be made (getaddrinfo ENOTFOUND llm.invalid)')]),
    'no address is known for llm.invalid: correct the host in the base URL',
  ],
  [
    'no secure connection',
    () => why([lost('no connection could be made (DEPTH_ZERO_SELF_SIGNED_CERT: self-signed certificate)')]),
    'no secure connection could be made: no connection could be made (DEPTH_ZERO_SELF_SIGNED_CERT: self-signed certificate); correct the base URL, or the certificate of the server',
  ],
  [
    'no answer',
    () => why([lost('no byte of an answer within 60 s (first-byte timeout)')]),
    'no request was answered: no byte of an answer within 60 s (first-byte timeout); is the server up, and the base URL right?',
  ],
  [
    'an answer that is too long',
    () => why([lost(endlessFailure(9))]),
    'no answer could be read: the body is longer than 9 bytes and was cut there (size limit); correct the server',
  ],
  [
    'an answer that is too long for watch',
    () => why([lost(endlessFailure(9), { target: 'a' })], [], { a: {} }, 'audit'),
    'no answer could be read: the body is longer than 9 bytes and was cut there (size limit); keep more of it with --max-body',
  ],
  [
    'a wrong key',
    () => why([refused(401, 'Wrong key.')], [], { 'p/m': { keyEnv: 'P_KEY' } }),
    'every request was refused with 401: is the key in P_KEY valid?',
  ],
  [
    'no key',
    () => why([refused(403, 'Forbidden.')]),
    'every request was refused with 403: the server wants a key; name the variable that holds it with --key-from, or with keyEnv in the configuration',
  ],
  [
    'no such model',
    () => why([refused(404, 'No model m.'), refused(404, 'No model m.', orphan)]),
    'every request was refused with 404 (No model m.): has the server a model m, and is the base URL right?',
  ],
  [
    'every request is bad',
    () => why([refused(400, 'No.'), refused(400, 'No.', { delivery: 'buffered' })]),
    'every request was refused with 400 (No.): look at its answers, and correct what every request carries (model, headers, body)',
  ],
  [
    'most are refused alike',
    () => why([refused(500), refused(500, '', { delivery: 'buffered' }), refused(502)]),
    '2 of 3 requests were refused with 500: look at the log of the server',
  ],
  [
    'a refusal that is not about what the scenario asks',
    () => why([refused(429, 'Slow down.', orphan)]),
    'every request was refused with 429 (Slow down.): wait, or send fewer requests at the same time',
  ],
  [
    'nothing but errors under a status of success',
    () => why([refused(200, 'No upstream.')], [verdict({ check: 'errors/none-midstream', level: 'SHOULD' })]),
    'every request was answered with an error under 200 (No upstream.): look at the log of the server',
  ],
  [
    'the budget',
    () => why([lost('not sent: budget', { notSent: 'budget' })]),
    'no request was sent (budget); raise --max-cost or --max-tokens',
  ],
  [
    'one of two targets',
    () =>
      why(
        [
          good({ target: 'a' }),
          lost('x ECONNREFUSED 127.0.0.1:1', { target: 'b' }),
          refused(401, '', { target: 'c' }),
        ],
        [],
        { a: {}, b: {}, c: {} },
      ),
    'b: nothing listens at 127.0.0.1:1: start the server, or correct the base URL; and 1 more target',
  ],
  [
    'one of two scenarios',
    () => why([good(), refused(400, 'no such luck', { scenario: 'choice-none' })]),
    'nothing was judged of choice-none, streaming (HTTP 400: no such luck); declare what the server does not have (unsupported in the configuration, --unsupported of probe), or choose with --scenario and --delivery',
  ],
  [
    'a key is wrong where the scenario asks for something optional',
    () => why([good(), refused(401, 'tool_choice', { scenario: 'choice-none' })]),
    'nothing was judged of choice-none, streaming (HTTP 401: tool_choice); declare what the server does not have (unsupported in the configuration, --unsupported of probe), or choose with --scenario and --delivery',
  ],
  [
    'one of two deliveries',
    () => why([good(), refused(400, 'no bodies', { delivery: 'buffered' })]),
    'no buffered answer came (HTTP 400: no bodies): mend that, or judge the rest alone with --delivery streaming',
  ],
  [
    'streams, though a refusal that a scenario invites came streamed',
    () =>
      why([
        good({ delivery: 'buffered' }),
        refused(400, 'no streams'),
        refused(400, 'no call', orphan),
        refused(400, 'no call', { ...orphan, delivery: 'buffered' }),
      ]),
    'no streamed answer came (HTTP 400: no streams): mend that, or judge the rest alone with --delivery buffered',
  ],
  [
    'one delivery of a scenario',
    () =>
      why([
        good(),
        good({ delivery: 'buffered' }),
        good({ scenario: 'many-tools' }),
        refused(400, 'too many tools', { scenario: 'many-tools', delivery: 'buffered' }),
      ]),
    'nothing was judged of many-tools, buffered (HTTP 400: too many tools); declare what the server does not have (unsupported in the configuration, --unsupported of probe), or choose with --scenario and --delivery',
  ],
  [
    'the budget of one delivery',
    () => why([good(), lost('not sent: budget', { notSent: 'budget', delivery: 'buffered' })]),
    'no buffered answer came: no request was sent (budget); raise --max-cost or --max-tokens',
  ],
  [
    'an answer that no check could judge',
    () => why([conversation()], [verdict(inconclusive)]),
    'nothing was judged of weather, streaming (why); declare what the server does not have (unsupported in the configuration, --unsupported of probe), or choose with --scenario and --delivery',
  ],
  [
    'an audit of answers without their bodies',
    () => why([lost('the recording has no body of the answer')], [], {}, 'audit'),
    'the recording has no body of the answer; record it again, with the bodies',
  ],
  [
    'an audit without an answer',
    () => why([refused(401, '', { target: 'a' })], [], { a: {} }, 'audit'),
    'every request was refused with 401: the server wants a key; give the client one that it takes',
  ],
];

for (const [title, found, said] of INCOMPLETE) {
  test(`incomplete: ${title}`, () => {
    expect(found()).toBe(said);
  });
}
