import type { Outcome } from '../../src/judge/verdict.ts';
import { type Change, diffRuns, type RunDiff } from '../../src/results/diff.ts';
import type { Results, RunRecord, VerdictRecord } from '../../src/results/results.ts';
import { checkRecord, conversation, resultsOf, verdict } from '../support/records.ts';
import { expect, test } from '../support/test.ts';

/** What a run says of one check in one sample of one conversation. */
interface Said extends Partial<Pick<VerdictRecord, 'level' | 'subject' | 'sample' | 'scenario'>> {
  readonly outcome: Outcome;
  readonly known?: boolean;
}

const KEY = { target: 'p/m', scenario: 'weather', delivery: 'streaming' } as const;

/** A run with the check `ids/present` alone, by default. */
function runOf(
  said: readonly Said[],
  checks: RunRecord['checks'] = { 'ids/present': checkRecord({ level: 'MUST' }) },
): Results {
  const ids = Object.keys(checks);
  const conversations = said.map(({ outcome, sample = 1, scenario = KEY.scenario }) =>
    conversation({
      scenario,
      sample,
      passed: outcome === 'pass' ? ids : [],
      notApplicable: outcome === 'not-applicable' ? ids : [],
    }),
  );
  const verdicts = said.flatMap(({ outcome, known = false, ...fields }) => {
    if (outcome === 'pass' || outcome === 'not-applicable') return [];
    const expectation = known ? { reason: 'r', link: null, since: '2025-11-20' } : null;
    return ids.map((id) => verdict({ check: id, outcome, expectation, ...fields }));
  });
  return resultsOf(conversations, verdicts, { targets: {}, checks });
}

type List = 'newlyFailing' | 'newlyPassing' | 'added' | 'removed' | 'unknownNow';
const LISTS: readonly List[] = ['newlyFailing', 'newlyPassing', 'added', 'removed', 'unknownNow'];

/** The lists that are not empty, each change shortened to what the test is about. */
function listed(diff: RunDiff): Partial<Record<List, readonly string[]>> {
  const short = ({ scenario, check: id, before, after, level, subject, known }: Change) =>
    `${scenario} ${id} ${before} → ${after}, ${level} ${subject}${known ? ' known' : ''}`;
  return Object.fromEntries(
    LISTS.filter((list) => diff[list].length > 0).map((list) => [list, diff[list].map(short)]),
  );
}

const moves: readonly (readonly [from: Outcome, to: Outcome, list: List | null])[] = [
  ['pass', 'fail', 'newlyFailing'],
  ['inconclusive', 'fail', 'newlyFailing'],
  ['not-applicable', 'fail', 'newlyFailing'],
  ['error', 'fail', 'newlyFailing'],
  ['fail', 'pass', 'newlyPassing'],
  ['fail', 'inconclusive', 'unknownNow'],
  ['fail', 'not-applicable', 'unknownNow'],
  ['fail', 'unsupported', 'unknownNow'],
  ['fail', 'error', 'unknownNow'],
  ['pass', 'inconclusive', 'unknownNow'],
  ['pass', 'error', 'unknownNow'],
  ['inconclusive', 'pass', null],
  ['not-applicable', 'inconclusive', null],
  ['fail', 'fail', null],
  ['pass', 'pass', null],
];

for (const [from, to, list] of moves) {
  test(`${from} to ${to} is ${list === null ? 'in no list' : `listed as ${list}`}`, () => {
    const expected = list === null ? {} : { [list]: [`weather ids/present ${from} → ${to}, MUST provider`] };
    expect(listed(diffRuns(runOf([{ outcome: from }]), runOf([{ outcome: to }])))).toEqual(expected);
  });
}

test('a key fails when any of its samples fails, at the strongest level among them', () => {
  const before = runOf([{ outcome: 'pass' }]);
  const after = runOf([
    { outcome: 'pass', sample: 1 },
    { outcome: 'fail', sample: 2, level: 'SHOULD' },
    { outcome: 'fail', sample: 3, level: 'MUST' },
    { outcome: 'inconclusive', sample: 4 },
  ]);
  expect(listed(diffRuns(before, after))).toEqual({
    newlyFailing: ['weather ids/present pass → fail, MUST provider'],
  });
  expect(listed(diffRuns(after, before))).toEqual({
    newlyPassing: ['weather ids/present fail → pass, MUST provider'],
  });
});

test('what a change says of level and expectation is that of the failure', () => {
  const failing = runOf([{ outcome: 'fail', level: 'SHOULD', subject: 'model', known: true }]);
  expect(listed(diffRuns(failing, runOf([{ outcome: 'inconclusive' }])))).toEqual({
    unknownNow: ['weather ids/present fail → inconclusive, SHOULD model known'],
  });
});

test('a failure that grew to a stronger level is new, unless the check was graded anew', () => {
  const should = runOf([{ outcome: 'fail', level: 'SHOULD' }]);
  const must = runOf([{ outcome: 'fail', level: 'MUST' }]);
  expect(listed(diffRuns(should, must))).toEqual({
    newlyFailing: ['weather ids/present fail → fail, MUST provider'],
  });
  expect(listed(diffRuns(must, should))).toEqual({});

  const regraded = diffRuns(
    runOf([{ outcome: 'fail' }], { 'ids/present': checkRecord({ level: 'SHOULD' }) }),
    must,
  );
  expect(listed(regraded)).toEqual({});
  expect(regraded.catalogue.regraded).toEqual([{ check: 'ids/present', before: 'SHOULD', after: 'MUST' }]);
});

test('checks that the catalogue gained or lost are added and removed, never newly failing or passing', () => {
  const old = { 'ids/present': checkRecord({ level: 'MUST' }), 'ids/old': checkRecord({ level: 'MUST' }) };
  const young = { 'ids/present': checkRecord({ level: 'MUST' }), 'ids/new': checkRecord({ level: 'MUST' }) };
  const diff = diffRuns(runOf([{ outcome: 'fail' }], old), runOf([{ outcome: 'fail' }], young));
  expect(listed(diff)).toEqual({
    added: ['weather ids/new null → fail, MUST provider'],
    removed: ['weather ids/old fail → null, MUST provider'],
  });
  expect(diff.catalogue).toEqual({ added: ['ids/new'], retired: ['ids/old'], regraded: [], revised: [] });
});

test('what a rule says of another meaning is not compared: the rule changed, and not the provider', () => {
  const revised = { 'ids/present': { ...checkRecord({ level: 'MUST' }), revision: 2 } };
  const diff = diffRuns(runOf([{ outcome: 'pass' }]), runOf([{ outcome: 'fail' }], revised));
  expect(listed(diff)).toEqual({});
  expect(diff.catalogue).toEqual({
    added: [],
    retired: [],
    regraded: [],
    revised: [{ check: 'ids/present', before: 1, after: 2 }],
  });
  expect(
    listed(diffRuns(runOf([{ outcome: 'pass' }], revised), runOf([{ outcome: 'fail' }], revised))),
  ).toEqual({
    newlyFailing: ['weather ids/present pass → fail, MUST provider'],
  });
});

test('a conversation that only one run has is added, or has vanished', () => {
  const one = runOf([{ outcome: 'pass' }]);
  const two = runOf([{ outcome: 'pass' }, { outcome: 'fail', scenario: 'add' }]);
  const grown = diffRuns(one, two);
  expect(listed(grown)).toEqual({ added: ['add ids/present null → fail, MUST provider'] });
  expect(grown.vanished).toEqual([]);

  const shrunk = diffRuns(two, one);
  expect(listed(shrunk)).toEqual({ removed: ['add ids/present fail → null, MUST provider'] });
  expect(shrunk.vanished).toEqual([{ ...KEY, scenario: 'add' }]);
});

test('a check that applied nowhere is neither added nor removed', () => {
  const none = runOf([]);
  const quiet = runOf([{ outcome: 'not-applicable' }]);
  expect(listed(diffRuns(none, quiet))).toEqual({});
  expect(listed(diffRuns(quiet, none))).toEqual({});
});

test('fewer samples of a conversation are not a vanished conversation', () => {
  const three = runOf([1, 2, 3].map((sample) => ({ outcome: 'pass', sample })));
  expect(diffRuns(three, runOf([{ outcome: 'pass' }])).vanished).toEqual([]);
});

test('what newly fails without a linked issue comes first', () => {
  const link = 'https://tracker.invalid/1';
  const scenarios = ['linked', 'known', 'new'];
  const expectations = [{ reason: 'r', link, since: 's' }, { reason: 'r', link: null, since: 's' }, null];
  const before = runOf(scenarios.map((scenario) => ({ outcome: 'pass', scenario })));
  const after = runOf(scenarios.map((scenario) => ({ outcome: 'fail', scenario })));
  const verdicts = after.verdicts.map((one, at) => ({ ...one, expectation: expectations[at] ?? null }));
  const { newlyFailing } = diffRuns(before, { ...after, verdicts });
  expect(newlyFailing.map(({ scenario, issue }) => [scenario, issue])).toEqual([
    ['known', null],
    ['new', null],
    ['linked', link],
  ]);
});
