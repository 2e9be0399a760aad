/** A night in which dialects, catalogues or revisions differ. */
import { nightData } from '../../src/report/site/diff/night-data.ts';
import { diffNights } from '../../src/report/site/diff/nights.ts';
import { EMPTY_CELL } from '../../src/results/history/cell.ts';
import { cellsOf } from '../../src/results/history/night.ts';
import { formatNight, parseNight } from '../../src/results/history/night-file.ts';
import { nightOfRun } from '../../src/results/history/night-of-run.ts';
import { historySummary } from '../../src/results/history/page.ts';
import { recordNight } from '../../src/results/history/store.ts';
import {
  check,
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
import { expect, test } from '../support/test.ts';

const folder = folderOfEachTest();

test('runs of different catalogues keep their cells under their own checks', () => {
  recordNight(folder(), runOf(whole, { id: 'old' }), { date: DATE });
  const young = conversation('p/n', { passed: ['ids/present', 'cost/new'], notApplicable: [] });
  const checks = { 'ids/present': check(), 'cost/new': check() };
  recordNight(folder(), runOf([young], { id: 'young', checks }), { date: DATE });
  const night = onlyNight(folder());
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

test('whom a check is about, and how strictly, is as the dialect of each target says', () => {
  const failing = (target: string, level: 'MUST' | 'SHOULD', subject: 'model' | 'provider') =>
    verdict(target, { check: 'arguments/object', outcome: 'fail', level, subject });
  const held = (target: string) => conversation(target, { passed: ['shape/chunk'], notApplicable: [] });
  const results = runOf([held('p/chat'), held('p/gemini')], {
    checks: TWO_READINGS,
    dialects: new Map([['p/gemini', 'gemini']]),
    verdicts: [failing('p/chat', 'SHOULD', 'model'), failing('p/gemini', 'MUST', 'provider')],
  });
  recordNight(folder(), results, { date: DATE });
  const night = onlyNight(folder());
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
