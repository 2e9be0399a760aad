/** What became of features between two runs. */
import { featureChanges } from '../../src/features/deciding/changes.ts';
import { assembleResults } from '../../src/results/assemble.ts';
import type { ConversationRecord, Results, RunRecord } from '../../src/results/results.ts';
import { checkRecords } from '../../src/results/run-record.ts';
import { conversation, verdict } from '../support/records.ts';
import { expect, test } from '../support/test.ts';

const CHECKS = checkRecords(['openai-chat']);
const HELD: Partial<ConversationRecord> = {
  scenario: 'tool-error',
  passed: ['roundtrip/continues'],
  exchanges: 2,
};
const FAIL = verdict({ scenario: 'tool-error', check: 'roundtrip/continues' });

function runOf(
  one: Partial<ConversationRecord>,
  verdicts: Results['verdicts'] = [],
  checks: RunRecord['checks'] = CHECKS,
): Results {
  const target = {
    provider: 'p',
    providerName: 'P',
    model: 'm',
    upstream: null,
    docs: null,
    unsupported: [],
    dialect: 'openai-chat',
  };
  const run: RunRecord = {
    type: 'run',
    schema: 1,
    id: 'r',
    startedAt: '2026-01-01T00:00:00.000Z',
    mode: 'live',
    suite: { version: '0', commit: null },
    targets: { 'p/m': target },
    scenarios: {},
    checks,
  };
  return assembleResults(run, [conversation(one)], verdicts);
}

const works = runOf(HELD);
const broken = runOf({ ...HELD, passed: [] }, [FAIL]);
const outage = runOf({
  scenario: 'tool-error',
  unanswered: [{ exchange: 1, status: 503, reason: 'HTTP 503' }],
});
const revised = Object.fromEntries(
  Object.entries(CHECKS).map(([id, check]) => [
    id,
    id === 'roundtrip/continues' ? { ...check, revision: 2 } : check,
  ]),
);
const NONE = { worse: [], better: [], noAnswer: [], ruleChanged: [] };

const LISTS = ['worse', 'better', 'noAnswer', 'ruleChanged'] as const;

/** The lists, as far as they are about failed tools. */
function listed(before: Results, after: Results) {
  const changes = featureChanges(before, after);
  return Object.fromEntries(
    LISTS.map((list) => [
      list,
      changes[list]
        .filter(({ feature }) => feature === 'tool-errors')
        .map((change) => `${change.before} > ${change.after}`),
    ]),
  );
}

for (const [title, before, after, lists] of [
  ['what broke is worse', works, broken, { worse: ['works > broken'] }],
  ['what was mended is better', broken, works, { better: ['broken > works'] }],
  ['an outage is no answer, and no verdict', works, outage, { noAnswer: ['works > not-tested'] }],
  ['what could not be told before is no change', outage, broken, {}],
  [
    'what a changed rule decides is said apart',
    works,
    runOf({ ...HELD, passed: [] }, [FAIL], revised),
    { ruleChanged: ['works > broken'] },
  ],
] as const) {
  test(title, () => {
    expect(listed(before, after)).toEqual({ ...NONE, ...lists });
  });
}
