/** What the pages Diff list: of two nights, of neighbours in a history, and of two runs. */
import { nightComparisons } from '../../src/report/site/diff/comparisons.ts';
import { DIFF_LISTS, type DiffModel, modelOfRuns } from '../../src/report/site/diff/model.ts';
import { diffNights, type NightData } from '../../src/report/site/diff/nights.ts';
import { diffRuns } from '../../src/results/diff.ts';
import { EMPTY_CELL, formatCell } from '../../src/results/history/cell.ts';
import type { ConversationRecord, VerdictRecord } from '../../src/results/results.ts';
import { syntheticHistory } from '../support/nights.ts';
import fc from '../support/property.ts';
import { checkRecord, conversation, resultsOf, verdict } from '../support/records.ts';
import { expect, same, test } from '../support/test.ts';

function nightOf(
  date: string,
  cells: Readonly<Record<string, string>>,
  fields: Partial<NightData> = {},
): NightData {
  return {
    date,
    checks: [['ids/present', 'MUST', 'provider']],
    readings: [],
    targets: Object.entries(cells).map(([target, own]) => [target, own, null, null]),
    features: [],
    skipped: [],
    notRun: [],
    ...fields,
  };
}

function listsOf(diff: DiffModel): Record<string, string[]> {
  const named = (list: (typeof DIFF_LISTS)[number]) =>
    diff[list].map(({ target, check }) => `${target} ${check}`);
  const all = DIFF_LISTS.map((list) => [list, named(list)] as const);
  return Object.fromEntries(all.filter(([, names]) => names.length > 0));
}

for (const [before, after, list, said] of [
  ['48', '48f3M', 'newlyFailing', ['48 of 48 pass', '3 of 48 fail']],
  ['48i48', '48f3M', 'newlyFailing', ['0 of 48 pass, 48 inconclusive', '3 of 48 fail']],
  ['48f3S', '48f3M', 'newlyFailing', ['3 of 48 fail', '3 of 48 fail']],
  ['48f3k3', '48f4k3M', 'newlyFailing', ['3 of 48 fail', '4 of 48 fail, 3 of them known']],
  ['48', '48f3k3', 'newlyFailing', ['48 of 48 pass', '3 of 48 fail']],
  ['48f3M', '48', 'newlyPassing', ['3 of 48 fail', '48 of 48 pass']],
  // Those that failed may be among those that nobody can tell of now.
  ['48f3M', '48i3', 'unknownNow', ['3 of 48 fail', '45 of 48 pass, 3 inconclusive']],
  ['48', '48i48', 'unknownNow', ['48 of 48 pass', '0 of 48 pass, 48 inconclusive']],
  ['48f3M', '-', 'unknownNow', ['3 of 48 fail', null]],
  ['.', '48', 'added', [undefined, '48 of 48 pass']],
  ['48f3M', '.', 'removed', ['3 of 48 fail', undefined]],
  ['48f3M', '48f9M', null, []],
  ['48f4k3M', '48f3k3', null, []],
  ['48', '48i3', null, []],
  ['-', '48', null, []],
  ['.', '-', null, []],
] as const) {
  test(`from ${before} to ${after}, a check is ${list ?? 'in no list'}`, () => {
    const diff = diffNights(nightOf('2025-11-19', { t: before }), nightOf('2025-11-20', { t: after }));
    expect(listsOf(diff)).toEqual(list === null ? {} : { [list]: ['t ids/present'] });
    const entries = DIFF_LISTS.flatMap((each) => diff[each]);
    expect(entries.flatMap((entry) => [entry.before?.words, entry.after?.words])).toEqual(said);
  });
}

test('targets that come or go are added, removed and vanished, with the reason that a run gives', () => {
  const before = nightOf('2025-11-19', { 'p/kept': '48', 'p/old': '48', 'p/silent': '-', 'p/unpaid': '48' });
  const after = nightOf(
    '2025-11-20',
    { 'p/kept': '48', 'p/new': '48f1M' },
    {
      skipped: [['p/old', 'HTTP 402']],
      notRun: [
        ['p/unpaid', 'P_API_KEY is not set'],
        ['p/never', 'P_API_KEY is not set'],
      ],
    },
  );
  const diff = diffNights(before, after);
  expect(listsOf(diff)).toEqual({ added: ['p/new ids/present'] });
  expect(diff.vanished).toEqual([
    { target: 'p/old', conversation: null, reason: 'HTTP 402' },
    { target: 'p/silent', conversation: null, reason: null },
    { target: 'p/unpaid', conversation: null, reason: 'P_API_KEY is not set', notRun: true },
  ]);
});

test('a check that is graded anew is told as such and not as newly failing', () => {
  const before = nightOf('2025-11-19', { t: '48f3S' }, { checks: [['ids/present', 'SHOULD', 'provider']] });
  const diff = diffNights(before, nightOf('2025-11-20', { t: '48f3M' }));
  expect(listsOf(diff)).toEqual({});
  expect(diff.catalogue.regraded).toEqual([{ check: 'ids/present', before: 'SHOULD', after: 'MUST' }]);
});

test('whatever the nights hold, a check is in one list at most, and a night does not differ from itself', () => {
  const cell = fc.record({ failed: fc.nat(3), inconclusive: fc.nat(3), passed: fc.nat(3) }).map((counts) => {
    const judged = counts.failed + counts.inconclusive + counts.passed;
    return formatCell({ ...EMPTY_CELL, ...counts, judged, worst: counts.failed > 0 ? 'MUST' : null });
  });
  const night = fc
    .dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(cell, fc.constant('.')))
    .map((cells) => nightOf('2025-11-20', cells));
  fc.assert(
    fc.property(night, night, (one, other) => {
      const entries = Object.values(listsOf(diffNights(one, other))).flat();
      same(new Set(entries).size, entries.length);
      same(listsOf(diffNights(one, one)), {});
    }),
    { numRuns: 100 },
  );
});

test('what broke during an outage newly fails when the target answers again', () => {
  const history = syntheticHistory({
    from: '2025-11-18',
    days: 4,
    targets: ['p/dead', 'p/well'],
    checks: new Map([['ids/present', { level: 'MUST', subject: 'provider' }]]),
    outages: new Map([['p/dead', { days: [1, 2], reason: 'HTTP 401' }]]),
  });
  const nights = history.nights.map((night) => {
    const cells = night.date === '2025-11-21' ? '48f3M' : '48';
    return {
      ...night,
      targets: new Map(
        [...night.targets].map(([id, row]) => [id, id === 'p/dead' ? { ...row, cells } : row]),
      ),
    };
  });
  const comparisons = nightComparisons({ ...history, nights });
  const changed = [...comparisons.values()].map(({ to, afterOutage, diff }) => {
    const own = Object.entries(listsOf(diff)).filter(([, names]) => names.includes('p/dead ids/present'));
    return [to, own.map(([list]) => list), afterOutage];
  });
  expect(changed).toEqual([
    ['2025-11-19', [], []],
    ['2025-11-20', [], []],
    ['2025-11-21', ['newlyFailing'], [{ target: 'p/dead', from: '2025-11-18' }]],
  ]);
});

const runOf = (conversations: readonly ConversationRecord[], verdicts: readonly VerdictRecord[] = []) =>
  resultsOf(conversations, verdicts, { checks: { 'ids/present': checkRecord() } });

test('conversations in which a check changed alike are one entry of the diff of two runs', () => {
  const passed = ['ids/present'];
  const scenarios = ['add', 'sum', 'weather'];
  const before = scenarios.map((scenario) => conversation({ scenario, passed }));
  const after = scenarios.map((scenario) => conversation({ scenario }));
  const failing = scenarios.map((scenario, at) => verdict({ scenario, level: at === 0 ? 'SHOULD' : 'MUST' }));
  const { newlyFailing } = modelOfRuns(diffRuns(runOf(before), runOf(after, failing)));
  expect(newlyFailing.map(({ after: side, conversations }) => [side?.sign, conversations.length])).toEqual([
    ['should', 1],
    ['must', 2],
  ]);
  expect(newlyFailing[1]?.before).toEqual({ sign: 'pass', words: null });
});
