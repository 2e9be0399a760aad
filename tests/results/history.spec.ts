/** The history: which data a night keeps, and what its summary says. */
import { readFileSync } from 'node:fs';
import { EMPTY_CELL } from '../../src/results/history/cell.ts';
import { mergeNights } from '../../src/results/history/merge.ts';
import { cellsOf } from '../../src/results/history/night.ts';
import { formatNight, parseNight } from '../../src/results/history/night-file.ts';
import { nightOfRun } from '../../src/results/history/night-of-run.ts';
import { historySummary, targetHistory } from '../../src/results/history/page.ts';
import { readHistory, recordNight } from '../../src/results/history/store.ts';
import type { ConversationRecord, Results, RunRecord, VerdictRecord } from '../../src/results/results.ts';
import fc from '../support/property.ts';
import {
  CHECKS,
  conversation,
  DATE,
  GEMINI_ALONE,
  onlyNight,
  runOf,
  TWO_READINGS,
  verdict,
  whole,
} from '../support/recorded-nights.ts';
import { folderOfEachTest } from '../support/temporary-folder.ts';
import { expect, same, test } from '../support/test.ts';

const folder = folderOfEachTest();

/** For each target of the one night the run that its data is of. */
function owners(): Record<string, string> {
  return Object.fromEntries([...onlyNight(folder()).targets].map(([target, { run }]) => [target, run]));
}

test('a night keeps of each target the counts by check, who served it, medians, tokens and cost', () => {
  const timing = { exchange: 1, firstContentMs: null, firstCallMs: 200, tokensPerSecond: 50 };
  const usage = { promptTokens: 100, completionTokens: 10, totalTokens: 110 };
  const conversations = [
    conversation('p/m', {
      ms: 1000,
      usage,
      cost: 0.1,
      upstreams: ['b', 'a'],
      timings: [
        { ...timing, firstByteMs: 100 },
        { ...timing, exchange: 2, firstByteMs: 300 },
      ],
    }),
    conversation('p/m', {
      scenario: 'add',
      ms: 3000,
      usage,
      cost: 0.2,
      upstreams: ['a'],
      passed: ['shape/chunk'],
    }),
    conversation('p/m', { scenario: 'sum', passed: ['shape/chunk'] }),
    conversation('p/m', { scenario: 'cut', passed: ['shape/chunk'], exchanges: 2, notSent: 'budget' }),
  ];
  const accepted = { reason: 'r', link: null, since: DATE };
  const verdicts = [
    verdict('p/m', { scenario: 'add', level: 'SHOULD' }),
    verdict('p/m', { scenario: 'sum', expectation: accepted }),
    verdict('p/m', { scenario: 'cut', outcome: 'inconclusive', reason: 'budget' }),
  ];
  recordNight(folder(), runOf(conversations, { verdicts, skipped: { 'p/gone': 'no key' } }), { date: DATE });

  const night = onlyNight(folder());
  expect(night.date).toBe(DATE);
  expect(night.runs).toEqual([
    {
      id: 'r1',
      startedAt: '2025-11-20T02:00:00Z',
      mode: 'live',
      suite: { version: '0.1.0', commit: null },
      aborted: false,
      conversations: 4,
      skipped: { 'p/gone': 'no key' },
    },
  ]);
  expect([...night.targets.values()]).toEqual([
    {
      target: 'p/m',
      run: 'r1',
      dialect: 'openai-chat',
      checks: night.checks,
      complete: false,
      conversations: 4,
      unsent: 1,
      models: ['m'],
      upstreams: ['a', 'b'],
      latency: { ms: 2000, firstByteMs: 200, firstContentMs: null, firstCallMs: 200, tokensPerSecond: 50 },
      usage: { promptTokens: 200, completionTokens: 20, totalTokens: 220 },
      cost: 0.3,
      features: new Map(),
      cells: '- 4f2k1i1S 4',
    },
  ]);
  const row = night.targets.get('p/m');
  expect(row && Object.fromEntries(cellsOf(night, row))).toEqual({
    'arguments/json': EMPTY_CELL,
    'ids/present': { ...EMPTY_CELL, judged: 4, failed: 2, known: 1, inconclusive: 1, worst: 'SHOULD' },
    'shape/chunk': { ...EMPTY_CELL, judged: 4 },
  });
});

const partialRuns: readonly (readonly [what: string, run: Results])[] = [
  ['an aborted run', runOf(whole, { id: 'late', startedAt: '2025-11-20T09:00:00Z', aborted: true })],
  [
    'a run that ran out of its budget',
    runOf([...whole, conversation('p/m', { scenario: 'add', notSent: 'budget', exchanges: 1 })], {
      id: 'late',
      startedAt: '2025-11-20T09:00:00Z',
    }),
  ],
  [
    'an aborted run with more conversations',
    runOf([...whole, conversation('p/m', { scenario: 'add' }), conversation('p/m', { scenario: 'sum' })], {
      id: 'late',
      startedAt: '2025-11-20T09:00:00Z',
      aborted: true,
    }),
  ],
  [
    'a run of fewer conversations',
    runOf([conversation('p/m')], { id: 'late', startedAt: '2025-11-20T09:00:00Z' }),
  ],
];

for (const [what, run] of partialRuns) {
  for (const order of ['after', 'before'] as const) {
    test(`${what} recorded ${order} a complete one leaves the complete data of the night`, () => {
      const complete = runOf(whole, { id: 'whole' });
      for (const one of order === 'after' ? [complete, run] : [run, complete]) {
        recordNight(folder(), one, { date: DATE });
      }
      expect(owners()).toEqual({ 'p/m': 'whole' });
      expect(onlyNight(folder()).runs.map(({ id }) => id)).toEqual(['whole', 'late']);
    });
  }
}

test('a run of some targets adds what the night lacks and leaves the rest', () => {
  recordNight(folder(), runOf([...whole, conversation('p/n')], { id: 'first', aborted: true }), {
    date: DATE,
  });
  recordNight(folder(), runOf(whole, { id: 'second', startedAt: '2025-11-20T03:00:00Z' }), { date: DATE });
  recordNight(folder(), runOf([conversation('p/o')], { id: 'third', startedAt: '2025-11-20T04:00:00Z' }), {
    date: DATE,
  });
  expect(owners()).toEqual({ 'p/m': 'second', 'p/n': 'first', 'p/o': 'third' });
});

test('of two complete runs the later one counts, and recording a run twice changes nothing', () => {
  recordNight(folder(), runOf(whole, { id: 'z', startedAt: '2025-11-20T02:00:00Z' }), { date: DATE });
  const later = runOf(whole, { id: 'a', startedAt: '2025-11-20T05:00:00Z' });
  const { file } = recordNight(folder(), later, { date: DATE });
  expect(owners()).toEqual({ 'p/m': 'a' });
  const text = readFileSync(file, 'utf8');
  recordNight(folder(), later, { date: DATE });
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('a target of which nothing was sent has no data, and the run says why', () => {
  const unsent = conversation('p/n', { notSent: 'budget', exchanges: 1 });
  const { unanswered } = recordNight(folder(), runOf([...whole, unsent]), { date: DATE });
  expect([...unanswered]).toEqual([['p/n', 'budget']]);
  expect(owners()).toEqual({ 'p/m': 'r1' });
  expect(onlyNight(folder()).runs[0]?.skipped).toEqual({ 'p/n': 'budget' });
});

test('a target without a key was not run, which is neither an outage nor a gap in its line', () => {
  const skipped = {
    'p/m': 'P_API_KEY is not set',
    'p/n': 'P_URL and P_API_KEY are not set',
    'p/o': 'HTTP 402',
  };
  recordNight(folder(), runOf([conversation('p/m')], { id: 'earlier' }), { date: '2025-11-01' });
  const { unanswered, notRun } = recordNight(folder(), runOf([], { skipped }), { date: DATE });
  const { 'p/o': outage, ...keys } = skipped;
  expect({ unanswered: [...unanswered], notRun: [...notRun] }).toEqual({
    unanswered: [['p/o', outage]],
    notRun: Object.entries(keys),
  });
  const [strip] = historySummary(readHistory(folder()), { staleAfter: 3 }).targets;
  expect(strip?.strip.at(-1)).toBe('-');
});

const refused = (exchange: number) => ({ exchange, status: 401, reason: 'HTTP 401: no such key' });

const lost = (exchange: number) => ({ exchange, status: null, reason: 'connection refused' });

const UNANSWERED: readonly [string, Partial<ConversationRecord>, RunRecord['mode'], string | null][] = [
  ['refused', { exchanges: 1, unanswered: [refused(1)] }, 'live', 'HTTP 401: no such key'],
  ['lost', { exchanges: 2, unanswered: [lost(1), lost(2)] }, 'live', 'connection refused'],
  ['refused in part', { exchanges: 2, unanswered: [refused(2)] }, 'live', null],
  ['refused in an audit', { exchanges: 1, unanswered: [refused(1)] }, 'audit', null],
  [
    'refused as asked for',
    { scenario: 'orphan-result', exchanges: 1, unanswered: [refused(1)] },
    'live',
    null,
  ],
];

for (const [title, fields, mode, reason] of UNANSWERED) {
  test(`a target whose requests were all ${title} ${reason === null ? 'is judged' : 'gives no answer'}`, () => {
    const { run, ...rest } = runOf([...whole, conversation('p/n', fields)]);
    const night = nightOfRun({ ...rest, run: { ...run, mode } }, DATE);
    const wanted = reason === null ? {} : { 'p/n': `no request was answered: ${reason}` };
    expect(night.runs[0]?.skipped).toEqual(wanted);
    expect([...night.targets.keys()]).toEqual(reason === null ? ['p/m', 'p/n'] : ['p/m']);
  });
}

test('whatever the order of the runs of a night, its file is the same', () => {
  const arbitraryRun = fc.record({
    startedAt: fc.constantFrom('2025-11-20T02:00:00Z', '2025-11-20T03:00:00Z'),
    aborted: fc.boolean(),
    targets: fc.subarray(['p/m', 'p/n', 'p/o'], { minLength: 1 }),
    deliveries: fc.subarray(['streaming', 'buffered'] as const, { minLength: 1 }),
    notSent: fc.boolean(),
    checks: fc.oneof(
      fc.subarray(Object.entries(CHECKS), { minLength: 1 }),
      fc.constantFrom(Object.entries(TWO_READINGS), Object.entries(GEMINI_ALONE)),
    ),
  });
  fc.assert(
    fc.property(fc.array(arbitraryRun, { minLength: 1, maxLength: 4 }), fc.nat(), (runs, turn) => {
      const nights = runs.map(({ targets, deliveries, notSent, checks, ...fields }, at) => {
        const own = checks.map(([id]) => id);
        const conversations = targets.flatMap((target) =>
          deliveries.map((delivery) =>
            conversation(target, {
              delivery,
              passed: own,
              notApplicable: [],
              ...(notSent ? { notSent: 'budget' } : {}),
            }),
          ),
        );
        const results = runOf(conversations, {
          ...fields,
          id: `r${at}`,
          checks: Object.fromEntries(checks),
          dialects: new Map(
            checks.some(([, { dialects }]) => dialects !== undefined) ? [['p/o', 'gemini']] : [],
          ),
        });
        return nightOfRun(results, DATE);
      });
      const by = turn % nights.length;
      const turned = [...nights.slice(by), ...nights.slice(0, by)].toReversed();
      const text = formatNight(nights.reduce(mergeNights));
      same(formatNight(turned.reduce(mergeNights)), text);
      const read = parseNight(text, DATE);
      same('problem' in read ? read : formatNight(read), text);
    }),
    { numRuns: 60 },
  );
});

test('whatever a target is called, its data comes back under its name and in a file of its own', () => {
  const names = ['__proto__', 'a\nb', '\ud800', '<script>\u202e\u001b[31m', '../../up', 'p/m', 'P/M', '9'];
  recordNight(folder(), runOf(names.map((name) => conversation(name))), { date: DATE });
  const history = readHistory(folder());
  expect(history.problems).toEqual([]);
  const { targets } = historySummary(history, { staleAfter: 3 });
  expect(targets.map(({ target }) => target)).toEqual(names.toSorted());
  expect(targets.map(({ target }) => targetHistory(history, target)?.nights.length)).toEqual(
    names.map(() => 1),
  );
  expect(new Set(targets.map(({ file }) => file.toLowerCase())).size).toBe(names.length);
  for (const { file } of targets) expect(file).toMatch(/^history\/[a-z\d][a-z\d@._-]*\.js$/);
});

test('the summary tells gaps, stale targets and the gravest sign of each day', () => {
  const failing = (target: string, fields: Partial<VerdictRecord> = {}) =>
    runOf([conversation(target, { passed: ['shape/chunk'] })], { verdicts: [verdict(target, fields)] });
  recordNight(folder(), runOf([conversation('p/m'), conversation('p/old')]), { date: '2025-11-01' });
  recordNight(folder(), failing('p/m'), { date: '2025-11-02' });
  // Nothing ran on the third.
  recordNight(folder(), failing('p/m', { check: 'arguments/json', subject: 'model' }), {
    date: '2025-11-04',
  });
  recordNight(folder(), runOf([conversation('p/new')], { id: 'r5', skipped: { 'p/m': 'HTTP 402' } }), {
    date: '2025-11-05',
  });

  const history = readHistory(folder());
  const summary = historySummary(history, { staleAfter: 3, asOf: '2025-11-06' });
  expect(summary.days).toEqual({ from: '2025-11-01', to: '2025-11-05' });
  expect(summary.nights).toEqual([
    { date: '2025-11-01', runs: ['r1'] },
    { date: '2025-11-02', runs: ['r1'] },
    { date: '2025-11-04', runs: ['r1'] },
    { date: '2025-11-05', runs: ['r5'] },
  ]);
  expect(
    summary.targets.map(({ target, strip, firstNight, lastNight, nightsWithout, stale }) => [
      target,
      strip,
      firstNight,
      lastNight,
      nightsWithout,
      stale,
    ]),
  ).toEqual([
    ['p/m', 'PM-P?', '2025-11-01', '2025-11-04', 2, false],
    ['p/new', '----P', '2025-11-05', '2025-11-05', 1, false],
    ['p/old', 'P----', '2025-11-01', '2025-11-01', 5, true],
  ]);

  const detail = targetHistory(history, 'p/m');
  expect(detail?.checks).toEqual({
    'arguments/json': 'NN-M?',
    'ids/present': 'PM-N?',
    'shape/chunk': 'PP-P?',
  });
  expect(detail?.nights.map(({ date, run, complete }) => [date, run, complete])).toEqual([
    ['2025-11-01', 'r1', true],
    ['2025-11-02', 'r1', true],
    ['2025-11-04', 'r1', true],
  ]);
  expect(detail?.skipped).toEqual([{ date: '2025-11-05', run: 'r5', reason: 'HTTP 402' }]);
  expect(targetHistory(history, 'p/none')).toBeNull();
});
