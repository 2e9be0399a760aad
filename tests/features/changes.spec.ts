/** What became of features between two runs. */
import { featureChanges } from '../../src/features/deciding/changes.ts';
import { gotWorse } from '../../src/report/site/diff/worse.ts';
import { assembleResults } from '../../src/results/assemble.ts';
import type { ConversationRecord, Results, RunRecord } from '../../src/results/results.ts';
import { checkRecords } from '../../src/results/run-record.ts';
import { conversation, replayRun, verdict } from '../support/records.ts';
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
  return assembleResults(replayRun({ checks }), [conversation(one)], verdicts);
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

test('what got worse without an issue comes first', () => {
  const link = 'https://tracker.invalid/1';
  const expectation = { reason: 'r', link, since: '2026-01-01' };
  const run = (verdicts: Results['verdicts'], passed: string[]): Results => {
    const { run: one } = works;
    const { 'p/m': target } = one.targets;
    if (target === undefined) throw new Error('the run has no p/m');
    return assembleResults(
      { ...one, targets: { 'p/linked': target, 'p/m': target } },
      ['p/linked', 'p/m'].map((name) => conversation({ ...HELD, target: name, passed })),
      verdicts,
    );
  };
  const after = run(
    [
      { ...FAIL, target: 'p/linked', expectation },
      { ...FAIL, target: 'p/m' },
    ],
    [],
  );
  const { worse } = featureChanges(run([], ['roundtrip/continues']), after);
  const ofTools = worse.filter(({ feature }) => feature === 'tool-errors');
  expect(ofTools.map(({ target, issue }) => [target, issue])).toEqual([
    ['p/m', null],
    ['p/linked', link],
  ]);
});

for (const [context, line] of [
  [{ baseline: works }, '1 feature worse than in the baseline'],
  [{ previous: works, baseline: undefined }, '1 feature worse than in the previous run'],
  [{ previous: broken }, 'no feature worse than in the previous run'],
  [{}, null],
] as const) {
  test(`against ${Object.keys(context).join(' and ') || 'nothing'}, the front page says: ${line}`, () => {
    const worse = gotWorse({
      results: broken,
      context,
      history: { nights: [], problems: [] },
      comparisons: new Map(),
    });
    expect(worse?.words ?? null).toBe(line);
  });
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
