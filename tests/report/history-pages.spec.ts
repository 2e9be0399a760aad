/** What the pages Run, Diff and History say, and how much of it is loaded at first. */

import { NO_CLIENTS } from '../../src/clients/record.ts';
import { bundleAssets } from '../../src/report/site/bundle.ts';
import { nightComparisons } from '../../src/report/site/diff/comparisons.ts';
import { DIFF_LISTS, type DiffModel, modelOfRuns } from '../../src/report/site/diff/model.ts';
import { diffNights, type NightData } from '../../src/report/site/diff/nights.ts';
import { HISTORY_DATA_FILE, HISTORY_FILE } from '../../src/report/site/history/addresses.ts';
import { withGaps } from '../../src/report/site/history/gaps.tsx';
import {
  absenceAt,
  signAt,
  spellsOf,
  standingAt,
  standingText,
} from '../../src/report/site/history/spells.ts';
import { filesOf } from '../../src/report/site/pages.ts';
import { siteSource } from '../../src/report/site/site-source.ts';
import { diffRuns } from '../../src/results/diff.ts';
import { EMPTY_CELL, formatCell } from '../../src/results/history/cell.ts';
import type { NightCheck } from '../../src/results/history/night.ts';
import { historySummary, targetHistory } from '../../src/results/history/page.ts';
import type { History } from '../../src/results/history/store.ts';
import { targetHistoryFile } from '../../src/results/page-addresses.ts';
import type { ConversationRecord, Results, VerdictRecord } from '../../src/results/results.ts';
import { syntheticHistory } from '../support/nights.ts';
import fc from '../support/property.ts';
import * as records from '../support/records.ts';
import { expect, same, test } from '../support/test.ts';

const MUST = { level: 'MUST', subject: 'provider' } as const;

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

function runOf(
  conversations: readonly ConversationRecord[],
  verdicts: readonly VerdictRecord[],
  checks: ReadonlyMap<string, NightCheck> = new Map([['ids/present', MUST]]),
): Results {
  return records.resultsOf(conversations, verdicts, {
    mode: 'live',
    targets: {},
    checks: Object.fromEntries([...checks].map(([id, check]) => [id, records.checkRecord(check)])),
  });
}

test('conversations in which a check changed alike are one entry of the diff of two runs', () => {
  const passed = ['ids/present'];
  const scenarios = ['add', 'sum', 'weather'];
  const before = scenarios.map((scenario) => records.conversation({ scenario, passed }));
  const after = scenarios.map((scenario) => records.conversation({ scenario }));
  const failing = scenarios.map((scenario, at) =>
    records.verdict({ scenario, level: at === 0 ? 'SHOULD' : 'MUST' }),
  );
  const { newlyFailing } = modelOfRuns(diffRuns(runOf(before, []), runOf(after, failing)));
  expect(newlyFailing.map(({ after: side, conversations }) => [side?.sign, conversations.length])).toEqual([
    ['should', 1],
    ['must', 2],
  ]);
  expect(newlyFailing[1]?.before).toEqual({ sign: 'pass', words: null });
});

test('the spells of a strip cover every day, and say what the strip says', () => {
  const strips = fc.array(fc.constantFrom('M', 'P', 'K', '-'), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(strips, (letters) => {
      const strip = letters.join('');
      const spells = spellsOf(strip);
      same(
        spells.reduce((sum, { days }) => sum + days, 0),
        strip.length,
      );
      for (const { sign, at, days } of spells) {
        for (let day = at; day < at + days; day += 1) expect(signAt(strip, day)).toBe(sign);
      }
    }),
    { numRuns: 100 },
  );
});

test('a day without data interrupts nothing, and is not taken for what was before it', () => {
  expect(standingAt('PMM-M', 4)).toEqual({ sign: 'must', day: 4, since: 1, always: false });
  expect(standingAt('PMM--', 4)).toEqual({ sign: 'must', day: 2, since: 1, always: false });
  expect(standingAt('--P-P', 4)).toEqual({ sign: 'pass', day: 4, since: 2, always: true });
  expect(standingAt('--P', 1)).toBeNull();
  expect(standingText('PMM-M', '2025-11-01')).toBe('MUST fails since 2025-11-02');
});

test('a night without an answer ends nothing and starts nothing', () => {
  expect(standingAt('PM?M', 3)).toEqual({ sign: 'must', day: 3, since: 1, always: false });
  expect(standingAt('PM??', 3)).toEqual({ sign: 'must', day: 1, since: 1, always: false });
  expect(standingAt('?P-?P', 4)).toEqual({ sign: 'pass', day: 4, since: 1, always: true });
  expect([0, 1, 2].map((day) => absenceAt('?-P', day))).toEqual(['no answer', 'no data', 'no data']);
});

test('a night in which nothing of a target was judged is no answer, and not the same', () => {
  const history = syntheticHistory({
    from: '2025-11-18',
    days: 4,
    targets: ['p/dead', 'p/well'],
    checks: new Map([['ids/present', MUST]]),
    outages: new Map([['p/dead', { days: [1, 2], reason: 'HTTP 401' }]]),
  });
  const { pages } = filesWith(history);
  const textOf = (name: string) =>
    String(pages.find(({ file }) => file === name)?.text())
      .replaceAll(/<[^>]*>/gu, ' ')
      .replaceAll(/\s+/gu, ' ');
  expect(textOf(HISTORY_FILE)).toContain('19 1 no answer 20 1 no answer 21 same');
  expect(textOf(targetHistoryFile('p/dead'))).toContain(
    '2025-11-19 to 2025-11-20: no answer: HTTP 401, 2 days',
  );
  for (const date of ['2025-11-19', '2025-11-20']) {
    expect(textOf(`diff/${date}.html`)).toContain('p/dead no answer: HTTP 401');
  }
});

test('a night in which nothing changed says so once, and lists nothing', () => {
  const history = syntheticHistory({
    from: '2025-11-18',
    days: 2,
    targets: ['p/well'],
    checks: new Map([['ids/present', MUST]]),
  });
  const page = filesWith(history).pages.find(({ file }) => file === 'diff/2025-11-19.html');
  const text = String(page?.text())
    .replaceAll(/<[^>]*>/gu, ' ')
    .replaceAll(/\s+/gu, ' ');
  expect(text).toContain(
    'consecutive nights Nothing changed. Every feature and every verdict is as it was. The history keeps',
  );
});

test('the front page says what got worse since the night before, and which targets gave no answer', () => {
  const history = syntheticHistory({
    from: '2025-11-18',
    days: 2,
    targets: ['p/dead', 'p/well'],
    checks: new Map([['ids/present', MUST]]),
    outages: new Map([['p/dead', { days: [1], reason: 'HTTP 401' }]]),
  });
  const front = filesWith(history)
    .pages.find(({ file }) => file === 'index.html')
    ?.text();
  expect(front).toContain(
    '<a href="diff/2025-11-19.html">no check newly failing in the night of 2025-11-19, no answer of 1 target</a>',
  );
  expect(filesWith({ nights: [], problems: [] }).pages[0]?.text()).not.toContain('worse');
});

test('what broke during an outage newly fails when the target answers again', () => {
  const history = syntheticHistory({
    from: '2025-11-18',
    days: 4,
    targets: ['p/dead', 'p/well'],
    checks: new Map([['ids/present', MUST]]),
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

test('gaps stand between the nights and after the last one, the newest first', () => {
  const nights = ['2025-10-30', '2025-10-31', '2025-11-04'].map((date) => ({ date }));
  expect(withGaps(nights, '2025-11-06')).toEqual([
    { from: '2025-11-05', to: '2025-11-06', days: 2 },
    { date: '2025-11-04' },
    { from: '2025-11-01', to: '2025-11-03', days: 3 },
    { date: '2025-10-31' },
    { date: '2025-10-30' },
  ]);
});

test('a target may be called index and keeps off the front page of the history', () => {
  expect(targetHistoryFile('index')).not.toBe(HISTORY_FILE);
  expect(targetHistoryFile('p/m')).toBe('history/p_m.html');
});

const KB = 1000;

/** As many checks as the promise speaks of. */
const NINETY: ReadonlyMap<string, NightCheck> = new Map(
  Array.from({ length: 90 }, (_, at) => [
    `family-${at % 12}/some-check-${String(at).padStart(2, '0')}`,
    MUST,
  ]),
);

/** The files of the report of an empty run. */
function filesWith(history: History) {
  const evidence = {
    evidenceOf: null,
    recordingOf: () => null,
    faults: [],
    clients: NO_CLIENTS,
    gateways: [],
    profiles: [],
  };
  return filesOf(siteSource(runOf([], [], NINETY), { history }, evidence), {});
}

test('the first view of a year of 200 targets and 90 checks is below 300 KB, and so is each thing loaded later', async () => {
  const targets = Array.from(
    { length: 200 },
    (_, at) => `openrouter/some-lab/some-model-${at}-instruct@upstream-${at % 11}`,
  );
  const history = syntheticHistory({
    from: '2024-11-21',
    days: 365,
    targets,
    checks: NINETY,
    gaps: [40, 41],
  });
  const { pages, others } = filesWith(history);
  const sizeOf = (name: string) => {
    const text = [...pages, ...others].find(({ file }) => file === name)?.text();
    expect(text, name).toBeDefined();
    return Buffer.byteLength(text ?? '');
  };
  const bundled = await bundleAssets();
  const assets = ['report.css', 'report.js'].reduce(
    (sum, file) => sum + Buffer.byteLength(bundled.get(file) ?? ''),
    0,
  );
  expect(sizeOf(HISTORY_FILE) + assets).toBeLessThan(300 * KB);
  expect(sizeOf(HISTORY_DATA_FILE)).toBeLessThan(300 * KB);
  const [first] = historySummary(history, { staleAfter: 3 }).targets;
  expect(sizeOf(first?.file ?? '')).toBeLessThan(300 * KB);
  expect(targetHistory(history, first?.target ?? '')?.nights).toHaveLength(363);
});

test('a history has a page for each night and target, a diff for each night but the first, all of other names', () => {
  const history = syntheticHistory({
    from: '2025-11-18',
    days: 3,
    targets: ['p/m', 'P/m', 'index'],
    checks: NINETY,
  });
  const { pages, others } = filesWith(history);
  const files = [...pages, ...others].map(({ file }) => file.toLowerCase());
  expect(new Set(files).size).toBe(files.length);
  expect(pages.map(({ file }) => file).filter((file) => /^(?:run|diff)\//u.test(file))).toEqual([
    'run/index.html',
    'diff/index.html',
    'diff/2025-11-19.html',
    'diff/2025-11-20.html',
    'run/2025-11-18.html',
    'run/2025-11-19.html',
    'run/2025-11-20.html',
  ]);
  expect(pages.filter(({ file }) => file.startsWith('history/'))).toHaveLength(1 + 3);
});
