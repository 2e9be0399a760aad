/** The history: which data a night keeps, how it survives damage, and how large it grows. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nightData } from '../../src/report/site/diff/night-data.ts';
import { diffNights } from '../../src/report/site/diff/nights.ts';
import { type Cell, EMPTY_CELL, formatCell, parseCell, signOfCell } from '../../src/results/history/cell.ts';
import { mergeNights } from '../../src/results/history/merge.ts';
import { cellsOf, type Night, type TargetNight } from '../../src/results/history/night.ts';
import { formatNight, parseNight } from '../../src/results/history/night-file.ts';
import { nightOfRun } from '../../src/results/history/night-of-run.ts';
import { historySummary, targetHistory } from '../../src/results/history/page.ts';
import { readHistory, recordNight } from '../../src/results/history/store.ts';
import { countResults } from '../../src/results/jsonl.ts';
import type { ConversationRecord, Results, RunRecord, VerdictRecord } from '../../src/results/results.ts';
import { SuiteError } from '../../src/system/failure.ts';
import fc from '../support/property.ts';
import * as records from '../support/records.ts';
import { expect, same, test } from '../support/test.ts';

let folder: string;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'history-'));
});

test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

const DATE = '2025-11-20';

const check = (subject: VerdictRecord['subject'] = 'provider'): RunRecord['checks'][string] => ({
  level: 'MUST',
  impact: 'major',
  subject,
  title: 't',
  authority: [],
});

const CHECKS = { 'shape/chunk': check(), 'ids/present': check(), 'arguments/json': check('model') };

/** Whole, with two passes. */
function conversation(target: string, fields: Partial<ConversationRecord> = {}): ConversationRecord {
  const passed = ['shape/chunk', 'ids/present'];
  return records.conversation({ target, exchanges: 2, passed, notApplicable: ['arguments/json'], ...fields });
}

function verdict(target: string, fields: Partial<VerdictRecord> = {}): VerdictRecord {
  return records.verdict({ target, ...fields });
}

interface RunFields extends Partial<Pick<RunRecord, 'id' | 'startedAt' | 'skipped' | 'checks'>> {
  readonly aborted?: boolean;
  /** By target; Chat Completions where it is not named. */
  readonly dialects?: ReadonlyMap<string, string>;
  readonly verdicts?: readonly VerdictRecord[];
}

function runOf(conversations: readonly ConversationRecord[], fields: RunFields = {}): Results {
  const { aborted = false, dialects = new Map(), verdicts = [], ...run } = fields;
  return {
    run: records.replayRun({
      startedAt: '2025-11-20T02:00:00Z',
      mode: 'live',
      targets: Object.fromEntries(
        conversations.map(({ target }) => [
          target,
          records.targetRecord({ dialect: dialects.get(target) ?? 'openai-chat' }),
        ]),
      ),
      checks: CHECKS,
      ...run,
    }),
    conversations,
    verdicts,
    end: { type: 'end', aborted, counts: countResults(conversations, verdicts) },
  };
}

/** Two conversations of `p/m`, whole. */
const whole = [conversation('p/m'), conversation('p/m', { delivery: 'buffered' })];

function onlyNight(): Night {
  const { nights, problems } = readHistory(folder);
  expect(problems).toEqual([]);
  expect(nights).toHaveLength(1);
  const [night] = nights;
  if (night === undefined) throw new Error('there is one');
  return night;
}

/** For each target of the one night the run that its data is of. */
function owners(): Record<string, string> {
  return Object.fromEntries([...onlyNight().targets].map(([target, { run }]) => [target, run]));
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
  recordNight(folder, runOf(conversations, { verdicts, skipped: { 'p/gone': 'no key' } }), { date: DATE });

  const night = onlyNight();
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
        recordNight(folder, one, { date: DATE });
      }
      expect(owners()).toEqual({ 'p/m': 'whole' });
      expect(onlyNight().runs.map(({ id }) => id)).toEqual(['whole', 'late']);
    });
  }
}

test('a run of some targets adds what the night lacks and leaves the rest', () => {
  recordNight(folder, runOf([...whole, conversation('p/n')], { id: 'first', aborted: true }), { date: DATE });
  recordNight(folder, runOf(whole, { id: 'second', startedAt: '2025-11-20T03:00:00Z' }), { date: DATE });
  recordNight(folder, runOf([conversation('p/o')], { id: 'third', startedAt: '2025-11-20T04:00:00Z' }), {
    date: DATE,
  });
  expect(owners()).toEqual({ 'p/m': 'second', 'p/n': 'first', 'p/o': 'third' });
});

test('of two complete runs the later one counts, and recording a run twice changes nothing', () => {
  recordNight(folder, runOf(whole, { id: 'z', startedAt: '2025-11-20T02:00:00Z' }), { date: DATE });
  const later = runOf(whole, { id: 'a', startedAt: '2025-11-20T05:00:00Z' });
  const { file } = recordNight(folder, later, { date: DATE });
  expect(owners()).toEqual({ 'p/m': 'a' });
  const text = readFileSync(file, 'utf8');
  recordNight(folder, later, { date: DATE });
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('a target of which nothing was sent has no data, and the run says why', () => {
  const unsent = conversation('p/n', { notSent: 'budget', exchanges: 1 });
  const { unanswered } = recordNight(folder, runOf([...whole, unsent]), { date: DATE });
  expect([...unanswered]).toEqual([['p/n', 'budget']]);
  expect(owners()).toEqual({ 'p/m': 'r1' });
  expect(onlyNight().runs[0]?.skipped).toEqual({ 'p/n': 'budget' });
});

test('a target without a key was not run, which is neither an outage nor a gap in its line', () => {
  const skipped = {
    'p/m': 'P_API_KEY is not set',
    'p/n': 'P_URL and P_API_KEY are not set',
    'p/o': 'HTTP 402',
  };
  recordNight(folder, runOf([conversation('p/m')], { id: 'earlier' }), { date: '2025-11-01' });
  const { unanswered, notRun } = recordNight(folder, runOf([], { skipped }), { date: DATE });
  const { 'p/o': outage, ...keys } = skipped;
  expect({ unanswered: [...unanswered], notRun: [...notRun] }).toEqual({
    unanswered: [['p/o', outage]],
    notRun: Object.entries(keys),
  });
  const [strip] = historySummary(readHistory(folder), { staleAfter: 3 }).targets;
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

test('runs of different catalogues keep their cells under their own checks', () => {
  recordNight(folder, runOf(whole, { id: 'old' }), { date: DATE });
  const young = conversation('p/n', { passed: ['ids/present', 'cost/new'], notApplicable: [] });
  const checks = { 'ids/present': check(), 'cost/new': check() };
  recordNight(folder, runOf([young], { id: 'young', checks }), { date: DATE });
  const night = onlyNight();
  const cells = [...night.targets].map(([target, row]) => [target, Object.fromEntries(cellsOf(night, row))]);
  expect(Object.fromEntries(cells)).toEqual({
    'p/m': {
      'arguments/json': EMPTY_CELL,
      'ids/present': { ...EMPTY_CELL, judged: 2 },
      'shape/chunk': { ...EMPTY_CELL, judged: 2 },
    },
    'p/n': { 'cost/new': { ...EMPTY_CELL, judged: 1 }, 'ids/present': { ...EMPTY_CELL, judged: 1 } },
  });
});

/** About the model in Chat Completions, and about the provider, more strictly, in Gemini. */
const TWO_READINGS: RunRecord['checks'] = {
  'arguments/object': {
    ...check('model'),
    level: 'SHOULD',
    dialects: { 'openai-chat': {}, gemini: { level: 'MUST', subject: 'provider' } },
  },
  'shape/chunk': { ...check(), dialects: { 'openai-chat': {}, gemini: {} } },
};
const GEMINI_ALONE: RunRecord['checks'] = {
  'arguments/object': { ...check(), dialects: { gemini: {} } },
  'shape/chunk': { ...check(), dialects: { gemini: {} } },
};

test('whom a check is about, and how strictly, is as the dialect of each target says', () => {
  const failing = (target: string, level: 'MUST' | 'SHOULD', subject: 'model' | 'provider') =>
    verdict(target, { check: 'arguments/object', outcome: 'fail', level, subject });
  const held = (target: string) => conversation(target, { passed: ['shape/chunk'], notApplicable: [] });
  const results = runOf([held('p/chat'), held('p/gemini')], {
    checks: TWO_READINGS,
    dialects: new Map([['p/gemini', 'gemini']]),
    verdicts: [failing('p/chat', 'SHOULD', 'model'), failing('p/gemini', 'MUST', 'provider')],
  });
  recordNight(folder, results, { date: DATE });
  const night = onlyNight();
  expect([...night.targets.values()].map(({ target, dialect, cells }) => [target, dialect, cells])).toEqual([
    ['p/chat', 'openai-chat', '1f1S 1'],
    ['p/gemini', 'gemini', '1f1M 1'],
  ]);
  const read = [...night.targets.values()].map(({ checks }) => checks.get('arguments/object'));
  expect(read).toEqual([
    { level: 'SHOULD', subject: 'model' },
    { level: 'MUST', subject: 'provider' },
  ]);
  const { targets } = historySummary({ nights: [night], problems: [] }, { staleAfter: 3 });
  expect(targets.map(({ target, strip }) => [target, strip])).toEqual([
    ['p/chat', 'P'],
    ['p/gemini', 'M'],
  ]);

  // The night before had Gemini alone, whose reading was then the first: nothing was graded anew.
  const before = nightOfRun(
    runOf([held('p/gemini')], { checks: GEMINI_ALONE, dialects: new Map([['p/gemini', 'gemini']]) }),
    '2025-11-19',
  );
  const diff = diffNights(nightData(before), nightData(night));
  expect(diff.catalogue).toEqual({ added: [], retired: [], regraded: [], revised: [] });
  expect(diff.newlyFailing).toEqual([expect.objectContaining({ target: 'p/gemini', subject: 'provider' })]);
  expect(diff.added).toContainEqual(expect.objectContaining({ target: 'p/chat', subject: 'model' }));

  const laxer = {
    ...GEMINI_ALONE,
    'arguments/object': { ...check(), level: 'MAY', dialects: { gemini: {} } },
  } as const;
  const passing = conversation('p/gemini', {
    passed: ['shape/chunk', 'arguments/object'],
    notApplicable: [],
  });
  const lax = nightOfRun(
    runOf([passing], { checks: laxer, dialects: new Map([['p/gemini', 'gemini']]) }),
    DATE,
  );
  expect(diffNights(nightData(lax), nightData(night)).catalogue.regraded).toEqual([
    { check: 'arguments/object', before: 'MAY', after: 'MUST' },
  ]);
});

test('a night keeps the revisions of its rules, and one of another revision is not compared with it', () => {
  const [before, after] = [1, 2].map((revision) => {
    const rule = revision === 1 ? check() : { ...check(), revision };
    const results = runOf([conversation('p/m', { passed: [] })], {
      checks: { 'ids/present': rule },
    });
    const failing = [verdict('p/m', { check: 'ids/present' })];
    const night = nightOfRun(revision === 1 ? results : { ...results, verdicts: failing }, DATE);
    expect(parseNight(formatNight(night), DATE)).toEqual(night);
    return nightData(night);
  });
  if (before === undefined || after === undefined) throw new Error('there are two nights');
  const { newlyFailing, added, catalogue } = diffNights(before, after);
  expect({ newlyFailing, added, revised: catalogue.revised }).toEqual({
    newlyFailing: [],
    added: [],
    revised: [{ check: 'ids/present', before: 1, after: 2 }],
  });
});

test('a file that says nothing of dialects is read as its head has it', () => {
  const text = formatNight(nightOfRun(runOf(whole), DATE));
  const old = text.replace('"readings":[],', '').replaceAll('"dialect":"openai-chat",', '');
  expect(old).not.toMatch(/readings|dialect/u);
  const night = parseNight(old, DATE);
  if ('problem' in night) throw new Error(night.problem);
  const [row] = night.targets.values();
  expect([row?.dialect, row?.checks]).toEqual([null, night.checks]);
});

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

test('a cell comes back as it was written', () => {
  const count = fc.nat({ max: 60 });
  const cell = fc
    .record({
      passed: count,
      known: count,
      unknown: count,
      inconclusive: count,
      unsupported: count,
      errors: count,
      level: fc.constantFrom('MUST', 'SHOULD', 'MAY'),
    })
    .map(({ passed, known, unknown, level, ...rest }): Cell => {
      const failed = known + unknown;
      const judged = passed + failed + rest.inconclusive + rest.unsupported + rest.errors;
      return { ...rest, judged, failed, known, worst: unknown > 0 ? level : null };
    });
  fc.assert(
    fc.property(cell, (one) => expect(parseCell(formatCell(one))).toEqual(one)),
    { numRuns: 200 },
  );
});

test('the sign of a cell is the gravest thing in it', () => {
  const signs = [
    '9f4k1i1u1e1M',
    '9f4k1i1u1e1S',
    '9f4k1i1u1e1Y',
    '9f1k1i1Y',
    '9i1u1',
    '9u1',
    '9f1Y',
    '9f9Y',
    '-',
  ];
  expect(signs.map((token) => signOfCell(parseCell(token) ?? EMPTY_CELL))).toEqual([
    'must',
    'should',
    'error',
    'known',
    'inconclusive',
    'unsupported',
    'pass',
    'observed',
    'not-applicable',
  ]);
});

test('whatever a target is called, its data comes back under its name and in a file of its own', () => {
  const names = ['__proto__', 'a\nb', '\ud800', '<script>\u202e\u001b[31m', '../../up', 'p/m', 'P/M', '9'];
  recordNight(folder, runOf(names.map((name) => conversation(name))), { date: DATE });
  const history = readHistory(folder);
  expect(history.problems).toEqual([]);
  const { targets } = historySummary(history, { staleAfter: 3 });
  expect(targets.map(({ target }) => target)).toEqual(names.toSorted());
  expect(targets.map(({ target }) => targetHistory(history, target)?.nights.length)).toEqual(
    names.map(() => 1),
  );
  expect(new Set(targets.map(({ file }) => file.toLowerCase())).size).toBe(names.length);
  for (const { file } of targets) expect(file).toMatch(/^history\/[a-z\d][a-z\d@._-]*\.js$/);
});

type Damage = (file: string) => void;

const rewrite =
  (change: (text: string) => string): Damage =>
  (file) =>
    writeFileSync(file, change(readFileSync(file, 'utf8')));

const damages: readonly (readonly [what: string, damage: Damage, reason: RegExp])[] = [
  [
    'cut off inside a line',
    (file) => truncateSync(file, statSync(file).size - 5),
    /:2: 2 targets are announced, 1 follow/,
  ],
  ['short of a line', rewrite((text) => `${text.split('\n').slice(0, -2).join('\n')}\n`), /:2: 2 targets/],
  ['empty', (file) => truncateSync(file, 0), /:1: the line is not JSON/],
  ['left with marks of a merge', rewrite((text) => `<<<<<<< ours\n${text}`), /:1: the line is not JSON/],
  [
    'of another night',
    rewrite((text) => text.replaceAll(DATE, '2025-11-21')),
    /:1: the file holds the night of 2025-11-21/,
  ],
  ['of another schema', rewrite((text) => text.replace('"schema":1', '"schema":2')), /:1: schema: /],
  ['with a wrong cell', rewrite((text) => text.replace('"- 1 1"', '"- 1 1x"')), /:2: cells: is not a row/],
  ['with a cell too few', rewrite((text) => text.replace('"- 1 1"', '"- 1"')), /:2: cells: 2 stand for 3/],
  ['with a run that is not there', rewrite((text) => text.replace('"run":0', '"run":7')), /:2: run: /],
  [
    'with a target twice',
    rewrite((text) => text.replace('"p/n"', '"p/m"')),
    /:3: target: stands there twice/,
  ],
  [
    'with more members than can be read',
    rewrite((text) =>
      text.replace(
        /"skipped":\{[^}]*\}/u,
        `"skipped":{${Array.from({ length: 200_000 }, (_, at) => `"k${at}":1`).join()}}`,
      ),
    ),
    /:1: the line holds more than can be read/,
  ],
  ['not UTF-8', (file) => writeFileSync(file, Uint8Array.of(0xff, 0xfe)), /: cannot be read /],
  [
    'a folder',
    (file) => {
      rmSync(file);
      mkdirSync(file);
    },
    /: cannot be read \(EISDIR/,
  ],
];

for (const [what, damage, reason] of damages) {
  test(`a file that is ${what} is named and left out, and the other nights are read`, () => {
    const results = runOf([conversation('p/m'), conversation('p/n')]);
    const { file } = recordNight(folder, results, { date: DATE });
    recordNight(folder, results, { date: '2025-11-22' });
    damage(file);

    const { nights, problems } = readHistory(folder);
    expect(nights.map(({ date }) => date)).toEqual(['2025-11-22']);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.startsWith(file)).toBe(true);
    expect(problems[0]).toMatch(reason);
    expect(problems[0]).not.toContain('\n');

    const again = recordNight(folder, results, { date: DATE });
    expect(again.problems[0]).toMatch(/moved to 2025-11-20\.damaged-1\.jsonl$/);
    const healed = readHistory(folder);
    expect(healed.nights.map(({ date }) => date)).toEqual([DATE, '2025-11-22']);
    expect(healed.problems).toEqual([
      `${join(folder, '2025-11-20.damaged-1.jsonl')}: the name is not a date such as 2025-11-20.jsonl; restore it from the branch, or remove it`,
    ]);
  });
}

test('no folder is an empty history; a file in its place is an error', () => {
  expect(readHistory(join(folder, 'none'))).toEqual({ nights: [], problems: [] });
  writeFileSync(join(folder, 'file'), '');
  expect(() => readHistory(join(folder, 'file'))).toThrow(SuiteError);
});

test('other files in the folder are nobody’s business, and none is left over from writing', () => {
  writeFileSync(join(folder, 'README.md'), 'nights');
  writeFileSync(join(folder, '.2025-11-20.jsonl.abc.tmp'), 'cut off');
  recordNight(folder, runOf(whole), { date: DATE });
  expect(readHistory(folder).problems).toEqual([]);
  expect(readdirSync(folder).sort()).toEqual(['.2025-11-20.jsonl.abc.tmp', '2025-11-20.jsonl', 'README.md']);
});

test('a night is filed under a date and nothing else', () => {
  for (const date of ['../2025-11-20', '2025-02-30', '20251120', '']) {
    expect(() => recordNight(folder, runOf(whole), { date })).toThrow(/give one such as 2025-11-20/);
  }
  expect(readdirSync(folder)).toEqual([]);
});

test('the summary tells gaps, stale targets and the gravest sign of each day', () => {
  const failing = (target: string, fields: Partial<VerdictRecord> = {}) =>
    runOf([conversation(target, { passed: ['shape/chunk'] })], { verdicts: [verdict(target, fields)] });
  recordNight(folder, runOf([conversation('p/m'), conversation('p/old')]), { date: '2025-11-01' });
  recordNight(folder, failing('p/m'), { date: '2025-11-02' });
  // Nothing ran on the third.
  recordNight(folder, failing('p/m', { check: 'arguments/json', subject: 'model' }), { date: '2025-11-04' });
  recordNight(folder, runOf([conversation('p/new')], { id: 'r5', skipped: { 'p/m': 'HTTP 402' } }), {
    date: '2025-11-05',
  });

  const history = readHistory(folder);
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

const MB = 1_000_000;

/** Numbers from 0 up to but not including 1, the same in every run. */
function randomNumbers(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

test('a year of nights of 200 targets and 90 checks stays below 50 MB, and its first view below 300 KB', () => {
  const random = randomNumbers();
  const pick = (most: number) => Math.floor(random() * most);
  const checks = new Map(
    Array.from({ length: 90 }, (_, at) => [
      `family-${at % 12}/some-check-${String(at).padStart(2, '0')}`,
      { level: 'MUST', subject: at % 9 === 0 ? 'model' : 'provider' } as const,
    ]),
  );
  // Of 25 scenarios in two deliveries: a check applies where its feature is used, and some apply nowhere.
  const applies = Array.from({ length: 90 }, () => Math.max(0, 10 * pick(6)));
  const failing = () => `${40 + pick(11)}f${1 + pick(9)}k1i${1 + pick(9)}S`;
  const cellsOfTarget = () =>
    applies.map((judged) => {
      if (judged === 0) return '-';
      return random() < 0.12 ? failing() : String(judged - pick(3));
    });
  const targets = Array.from({ length: 200 }, (_, at) => ({
    id: `openrouter/some-lab/some-model-${at}-instruct@upstream-${at % 11}`,
    cells: cellsOfTarget(),
  }));
  // Each night one cell is as on no other.
  const withOneOff = (cells: readonly string[]) => cells.with(pick(90), failing()).join(' ');
  const row = ({ id, cells }: (typeof targets)[number], run: string): TargetNight => ({
    target: id,
    run,
    dialect: 'openai-chat',
    checks,
    features: new Map(),
    complete: true,
    conversations: 50,
    unsent: 0,
    models: [id.slice('openrouter/'.length, id.indexOf('@'))],
    upstreams: ['DeepInfra', 'Fireworks', 'Together'],
    latency: {
      ms: 1000 + pick(9000),
      firstByteMs: 100 + pick(900),
      firstContentMs: 100 + pick(900),
      firstCallMs: 100 + pick(900),
      tokensPerSecond: pick(200),
    },
    usage: {
      promptTokens: 20_000 + pick(9999),
      completionTokens: 9000 + pick(999),
      totalTokens: 29_000 + pick(9999),
    },
    cost: pick(1_000_000) / 10_000_000,
    cells: withOneOff(cells),
  });
  let bytes = 0;
  for (let day = 0; day < 365; day += 1) {
    const date = new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
    const id = `${String(day).padStart(8, '0')}-0000-4000-8000-000000000000`;
    const text = formatNight({
      date,
      runs: [
        {
          id,
          startedAt: `${date}T02:00:00Z`,
          mode: 'live',
          suite: { version: '0.1.0', commit: 'f'.repeat(40) },
          aborted: false,
          conversations: 10_000,
          skipped: {},
        },
      ],
      checks,
      targets: new Map(targets.map((target) => [target.id, row(target, id)])),
    });
    bytes += Buffer.byteLength(text);
    writeFileSync(join(folder, `${date}.jsonl`), text);
  }
  expect(bytes).toBeGreaterThan(10 * MB);
  expect(bytes).toBeLessThan(50 * MB);

  const history = readHistory(folder);
  expect(history.problems).toEqual([]);
  expect(history.nights).toHaveLength(365);
  const summary = historySummary(history, { staleAfter: 3 });
  const first = summary.targets[0];
  expect(summary.targets).toHaveLength(200);
  expect(first?.strip).toHaveLength(365);
  expect(JSON.stringify(summary).length).toBeLessThan(0.3 * MB);
  expect(JSON.stringify(targetHistory(history, first?.target ?? '')).length).toBeLessThan(0.3 * MB);
});

test('a night of a full run is as small as the year was reckoned with', () => {
  const checks = Object.fromEntries(
    Array.from({ length: 90 }, (_, at) => [`family-${at % 12}/check-${at}`, check()]),
  );
  const ids = Object.keys(checks);
  const conversations = Array.from({ length: 200 }, (_, at) => `openrouter/lab/some-model-${at}`).flatMap(
    (target) =>
      Array.from({ length: 25 }, (_, scenario) =>
        (['streaming', 'buffered'] as const).map((delivery) =>
          conversation(target, {
            scenario: `scenario-${scenario}`,
            delivery,
            passed: ids.slice(scenario),
            notApplicable: ids.slice(0, scenario),
          }),
        ),
      ).flat(),
  );
  const { file } = recordNight(folder, runOf(conversations, { checks }), { date: DATE });
  expect(statSync(file).size * 365).toBeLessThan(50 * MB);
});
