import { baselineOf, type LevelOf, vanishedSince } from '../../src/gate/baseline.ts';
import { gate } from '../../src/gate/gate.ts';
import type { Level } from '../../src/judge/verdict.ts';
import type { ConversationRecord, Results, VerdictRecord } from '../../src/results/results.ts';
import { checkRecord, conversation, resultsOf, verdict } from '../support/records.ts';
import { expect, test } from '../support/test.ts';

const NAMES = ['ids/present', 'ids/unique'];

function results(
  verdicts: readonly VerdictRecord[],
  conversations: readonly ConversationRecord[] = [conversation()],
  levels: Readonly<Record<string, Level>> = { 'ids/present': 'MUST', 'ids/unique': 'MUST' },
): Results {
  const checks = Object.entries(levels).map(([id, level]) => [id, checkRecord({ level })]);
  return resultsOf(conversations, verdicts, { targets: {}, checks: Object.fromEntries(checks) });
}

const today: LevelOf = (_target, check) => (NAMES.includes(check) ? 'MUST' : undefined);

test('a failure is news unless the same conversation failed the same check before', () => {
  const { isNews } = baselineOf(results([verdict()]), today);
  expect(isNews(verdict())).toBe(false);
  expect(isNews(verdict({ sample: 2 }))).toBe(false);
  expect(isNews(verdict({ check: 'ids/unique' }))).toBe(true);
  expect(isNews(verdict({ delivery: 'buffered' }))).toBe(true);
  expect(isNews(verdict({ scenario: 'recorded-since' }))).toBe(true);
  expect(isNews(verdict({ target: 'p/other' }))).toBe(true);
});

test('what was inconclusive before and fails now is news', () => {
  const { isNews } = baselineOf(results([verdict({ outcome: 'inconclusive', reason: 'HTTP 429' })]), today);
  expect(isNews(verdict())).toBe(true);
});

test('a check that the catalogue did not have before brings no news', () => {
  const { isNews } = baselineOf(results([], [conversation()], { 'ids/unique': 'MUST' }), today);
  expect([isNews(verdict()), isNews(verdict({ check: 'ids/unique' }))]).toEqual([false, true]);
});

test('a failure that weighs more than before is news, unless the check was graded anew', () => {
  const before = [verdict({ level: 'SHOULD' })];
  const same = baselineOf(results(before), today);
  expect([same.isNews(verdict({ level: 'MUST' })), same.isNews(verdict({ level: 'SHOULD' }))]).toEqual([
    true,
    false,
  ]);
  const regraded = baselineOf(results(before, [conversation()], { 'ids/present': 'SHOULD' }), today);
  expect(regraded.isNews(verdict({ level: 'MUST' }))).toBe(false);
});

test('a conversation has vanished when nothing plans it any more, however many samples it had', () => {
  const kept = conversation();
  const gone = { scenario: 'gone' };
  const baseline = baselineOf(
    results([], [kept, conversation(gone), conversation({ ...gone, sample: 2 })]),
    today,
  );
  expect(vanishedSince(baseline, [kept])).toEqual([
    { target: 'p/m', scenario: 'gone', delivery: 'streaming' },
  ]);
});

for (const [title, scenario, failOn, red, held] of [
  ['a failure of before', 'weather', 'must', false, 0],
  ['a new failure', 'new', 'must', true, 1],
  ['a new failure where nothing fails the gate', 'new', 'never', false, 0],
] as const) {
  test(`the gate with a baseline: ${title}`, () => {
    const planned = [conversation(), conversation({ scenario: 'new' })];
    const weighed = gate({
      conversations: planned,
      verdicts: [verdict({ scenario })],
      expectations: [],
      failOn,
      baseline: baselineOf(results([verdict()], planned), today),
      known: { checks: NAMES, targets: ['p/m'], scenarios: [], conversations: planned },
    });
    expect([weighed.red, weighed.newFailures.length]).toEqual([red, held]);
    expect(weighed.newFailures.length + weighed.tolerated.length).toBe(1);
  });
}

test('the gate with a baseline: a vanished conversation is red', () => {
  const baseline = baselineOf(results([]), today);
  const known = { checks: NAMES, targets: [], scenarios: [], conversations: [] };
  const weighed = gate({
    conversations: [],
    verdicts: [],
    expectations: [],
    failOn: 'must',
    baseline,
    known,
  });
  expect([weighed.red, weighed.vanished.length]).toEqual([true, 1]);
});
