/** What a cell of the feature table says: one case for every outcome. */

import type { FeatureCell } from '../../src/features/deciding/cell.ts';
import { cellSentence } from '../../src/features/deciding/sentence.ts';
import { featureRows } from '../../src/features/deciding/table.ts';
import type { ConversationRecord, RunRecord, VerdictRecord } from '../../src/results/results.ts';
import { checkRecords } from '../../src/results/run-record.ts';
import { conversation, replayRun, resultsOf, targetRecord, verdict } from '../support/records.ts';
import { expect, test } from '../support/test.ts';

const TARGET = targetRecord();

const RUN = replayRun({ checks: checkRecords(['openai-chat']) });

interface Case {
  readonly feature: string;
  readonly conversations: readonly Partial<ConversationRecord>[];
  readonly verdicts?: readonly Partial<VerdictRecord>[];
  readonly run?: Partial<RunRecord>;
  readonly says: Partial<FeatureCell> & { readonly sentence: string; readonly by?: readonly string[] };
}

const HELD = { passed: ['ids/present', 'roundtrip/continues'], exchanges: 2 };
const REFUSED = (reason: string, exchange = 1) => ({
  exchanges: exchange,
  unanswered: [{ exchange, status: 400, reason: `HTTP 400: ${reason}` }],
});
const UNTOLD = { count: 0, of: 0 };
const WORKS: Case['says'] = {
  state: 'works',
  told: { count: 1, of: 1 },
  sentence: 'It works in the one conversation that could tell.',
};
const notTested = (reason: string): Case['says'] => ({
  state: 'not-tested',
  told: UNTOLD,
  asked: 1,
  reason,
  sentence: `Not tested, though 1 conversation could have told: ${reason}`,
});

const CASES: Readonly<Record<string, Case>> = {
  'a conversation that was held, with nothing failing, works': {
    feature: 'one-call',
    conversations: [{ ...HELD, recordedAt: '2026-01-02T00:00:00.000Z' }],
    says: {
      state: 'works',
      told: { count: 1, of: 1 },
      newest: '2026-01-02T00:00:00.000Z',
      sentence: 'It works in the one conversation that could tell.',
    },
  },
  'a failing check of the provider breaks it': {
    feature: 'one-call',
    conversations: [HELD, { sample: 2, passed: ['roundtrip/continues'] }],
    verdicts: [{ sample: 2 }],
    says: {
      state: 'broken',
      told: { count: 1, of: 2 },
      by: ['ids/present 1 of 2'],
      sentence:
        'Broken in 1 of 2 conversations: “Every call has a non-empty string id” does not hold (ids/present, 1 of 2).',
    },
  },
  'an accepted deviation is still broken, and known': {
    feature: 'one-call',
    conversations: [{}],
    verdicts: [{ expectation: { reason: 'r', link: null, since: '2026-01-01' } }],
    says: {
      state: 'broken',
      told: { count: 1, of: 1 },
      by: ['ids/present 1 of 1 known'],
      sentence:
        'Broken in the one conversation that could tell: “Every call has a non-empty string id” does not hold (ids/present, 1 of 1).',
    },
  },
  'a check that breaks at MUST alone makes it awkward at SHOULD': {
    feature: 'one-call',
    conversations: [HELD],
    verdicts: [{ check: 'deltas/type-first', level: 'SHOULD' }],
    says: {
      state: 'works-but',
      told: { count: 1, of: 1 },
      by: ['deltas/type-first 1 of 1'],
      sentence:
        'It works, but in the one conversation that could tell something is awkward: “The first delta of a call has type function” does not hold (deltas/type-first, 1 of 1).',
    },
  },
  'a MAY check decides nothing': {
    feature: 'one-call',
    conversations: [HELD],
    verdicts: [{ check: 'framing/comments', level: 'MAY' }],
    says: WORKS,
  },
  'what the client did decides nothing': {
    feature: 'one-call',
    conversations: [HELD],
    verdicts: [{ subject: 'client' }],
    says: WORKS,
  },
  'sampling breaks nothing: it is a rate of the model': {
    feature: 'rich-arguments',
    conversations: [
      { scenario: 'typed-arguments', passed: ['arguments/json', 'arguments/object', 'framing/utf-8'] },
      { scenario: 'typed-arguments', sample: 2, passed: ['arguments/object', 'framing/utf-8'] },
    ],
    verdicts: [{ scenario: 'typed-arguments', sample: 2, check: 'arguments/json', subject: 'model' }],
    says: {
      state: 'works-but',
      told: { count: 1, of: 2 },
      model: { count: 1, of: 2 },
      by: ['arguments/json 1 of 2'],
      sentence:
        'It works, and the model got it right in 1 of 2: “The arguments parse as JSON” does not hold (arguments/json, 1 of 2).',
    },
  },
  'a strict schema was promised, so the model breaking it is the server breaking it': {
    feature: 'strict-schemas',
    conversations: [{ scenario: 'strict-schema', passed: ['finish/present'] }],
    verdicts: [{ scenario: 'strict-schema', check: 'arguments/schema', level: 'MUST', subject: 'model' }],
    says: {
      state: 'broken',
      told: { count: 1, of: 1 },
      model: { count: 0, of: 1 },
      by: ['arguments/schema 1 of 1'],
      sentence:
        "Broken in the one conversation that could tell: “The arguments validate against the tool's parameters” does not hold (arguments/schema, 1 of 1).",
    },
  },
  'two calls that never came are the rate of the model': {
    feature: 'parallel-calls',
    conversations: [
      { scenario: 'add-and-multiply', passed: ['deltas/one-call-per-index'] },
      { scenario: 'answers-reversed', passed: ['deltas/one-call-per-index'] },
    ],
    says: {
      state: 'not-tested',
      told: UNTOLD,
      asked: 2,
      model: { count: 0, of: 2 },
      reason: 'the model never made two calls at once',
      sentence: 'Not tested, though 2 conversations could have told: the model never made two calls at once',
    },
  },
  'a conversation that was not held to its end tells nothing good': {
    feature: 'one-call',
    conversations: [{ ...HELD, unanswered: [{ exchange: 2, status: 503, reason: 'HTTP 503: overloaded' }] }],
    says: notTested('HTTP 503: overloaded'),
  },
  'a request that was not sent tells nothing': {
    feature: 'one-call',
    conversations: [{ ...HELD, notSent: 'budget' }],
    says: notTested('a request was not sent: budget'),
  },
  'a check that could not tell gives its reason': {
    feature: 'parallel-off',
    conversations: [{ scenario: 'parallel-off', exchanges: 2 }],
    verdicts: [
      {
        scenario: 'parallel-off',
        check: 'choice/parallel-off',
        outcome: 'inconclusive',
        reason: 'the stream broke off',
      },
    ],
    says: notTested('the stream broke off'),
  },
  'an error of the suite is not held against the provider': {
    feature: 'one-call',
    conversations: [{}],
    verdicts: [{ outcome: 'error', reason: 'the recording cannot be read' }],
    says: notTested('this suite could not judge it: the recording cannot be read'),
  },
  'a refusal that names the feature is not offered, and leads to the refusal': {
    feature: 'choice-required',
    conversations: [{ scenario: 'choice-required', ...REFUSED('tool_choice must be auto') }],
    says: {
      state: 'not-offered',
      told: { count: 1, of: 1 },
      reason: 'HTTP 400: tool_choice must be auto',
      refusal: {
        record: conversation({ scenario: 'choice-required', ...REFUSED('tool_choice must be auto') }),
        exchange: 1,
      },
      sentence:
        'Refused or not there in the one conversation that could tell: HTTP 400: tool_choice must be auto',
    },
  },
  'a refusal that names something else is not': {
    feature: 'choice-required',
    conversations: [{ scenario: 'choice-required', ...REFUSED('the model is overloaded') }],
    says: notTested('HTTP 400: the model is overloaded'),
  },
  'a verdict that is unsupported is not offered': {
    feature: 'choice-none',
    conversations: [{ scenario: 'choice-none' }],
    verdicts: [
      { scenario: 'choice-none', check: 'choice/none', outcome: 'unsupported', reason: 'no such field' },
    ],
    says: {
      state: 'not-offered',
      told: { count: 1, of: 1 },
      reason: 'no such field',
      sentence: 'Refused or not there in the one conversation that could tell: no such field',
    },
  },
  'what the target declares is not offered, asked for or not': {
    feature: 'choice-none',
    conversations: [],
    run: {
      targets: {
        'p/m': {
          ...TARGET,
          unsupported: [{ feature: 'tool-choice-none', reason: 'no such field', link: null }],
        },
      },
    },
    says: {
      state: 'not-offered',
      told: UNTOLD,
      asked: 0,
      reason: 'no such field',
      sentence: 'Declared as unsupported: no such field',
    },
  },
  'what nobody asked for was not tested': {
    feature: 'stored-history',
    conversations: [],
    run: { targets: { 'p/m': { ...TARGET, notHeld: { 'stored-history': 'the dialect keeps nothing' } } } },
    says: {
      state: 'not-tested',
      told: UNTOLD,
      asked: 0,
      reason: 'the dialect keeps nothing',
      sentence: 'Not tested: the dialect keeps nothing',
    },
  },
  'the worst conversation decides, and each delivery speaks for itself': {
    feature: 'one-call',
    conversations: [HELD, { delivery: 'buffered' }],
    verdicts: [{ delivery: 'buffered' }],
    says: {
      state: 'broken',
      deliveries: { streaming: 'works', buffered: 'broken' },
      told: { count: 1, of: 2 },
      by: ['ids/present 1 of 2'],
      sentence:
        'Broken in 1 of 2 conversations: “Every call has a non-empty string id” does not hold (ids/present, 1 of 2).',
    },
  },
  'in recordings from elsewhere what was judged tells what was asked': {
    feature: 'choice-named',
    conversations: [
      { scenario: 'a/b.yaml', passed: ['choice/named'] },
      { scenario: 'a/c.yaml', passed: ['usage/present'] },
    ],
    run: { mode: 'audit' },
    says: {
      state: 'works',
      asked: 1,
      told: { count: 1, of: 1 },
      sentence: 'It works in the one conversation that could tell.',
    },
  },
  'what only a scenario asks for is not tested by recordings from elsewhere': {
    feature: 'many-tools',
    conversations: [{ scenario: 'a/b.yaml', passed: ['arguments/known-tool', 'roundtrip/continues'] }],
    run: { mode: 'audit' },
    says: {
      state: 'not-tested',
      asked: 0,
      told: { count: 0, of: 0 },
      reason: 'no scenario asked for it',
      sentence: 'Not tested: no scenario asked for it',
    },
  },
  'a target that gave no answer is not asked for the rest': {
    feature: 'many-tools',
    conversations: [{ scenario: 'weather' }],
    run: { stopped: { 'p/m': 'the connection was refused' } },
    says: {
      state: 'not-tested',
      asked: 0,
      told: { count: 0, of: 0 },
      reason: 'the target gave no answer (the connection was refused)',
      sentence: 'Not tested: the target gave no answer (the connection was refused)',
    },
  },
  'a picture in a result may be refused by the request that returns it': {
    feature: 'image-results',
    conversations: [{ scenario: 'image-result', ...REFUSED('no images in tool results', 2) }],
    says: {
      state: 'not-offered',
      told: { count: 1, of: 1 },
      reason: 'HTTP 400: no images in tool results',
      refusal: {
        record: conversation({ scenario: 'image-result', ...REFUSED('no images in tool results', 2) }),
        exchange: 2,
      },
      sentence:
        'Refused or not there in the one conversation that could tell: HTTP 400: no images in tool results',
    },
  },
  'a check that no other feature of the conversation takes is the rest': {
    feature: 'drop-in',
    conversations: [{ scenario: 'truncated', passed: ['framing/utf-8'] }],
    verdicts: [{ scenario: 'truncated', check: 'shape/role', level: 'MUST' }],
    says: {
      state: 'broken',
      told: { count: 1, of: 1 },
      by: ['shape/role 1 of 1'],
      sentence: `Broken in the one conversation that could tell: “${RUN.checks['shape/role']?.title}” does not hold (shape/role, 1 of 1).`,
    },
  },
  'one that another feature takes is not': {
    feature: 'drop-in',
    conversations: [{ passed: ['shape/role'] }],
    verdicts: [{}],
    says: WORKS,
  },
};

for (const [title, { feature, conversations, verdicts = [], run = {}, says }] of Object.entries(CASES)) {
  test(title, () => {
    const results = resultsOf(conversations.map(conversation), verdicts.map(verdict), { ...RUN, ...run });
    const cell = featureRows(results)[0]?.cells.find((each) => each.feature === feature);
    if (cell === undefined) throw new Error(`there is no feature ${feature}`);
    const { sentence, by = [], ...fields } = says;
    const defaults = { asked: conversations.length, newest: null, model: null, reason: null, refusal: null };
    const { causes, deliveries, ...rest } = cell;
    expect({
      ...rest,
      by: causes.map(
        ({ check, failed, judged, known }) => `${check} ${failed} of ${judged}${known ? ' known' : ''}`,
      ),
      sentence: cellSentence(results.run, 'p/m', cell),
      ...('deliveries' in says ? { deliveries } : {}),
    }).toEqual({ feature, ...defaults, ...fields, by, sentence });
  });
}
