/** Files of nights that are damaged, missing or of somebody else. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readHistory, recordNight } from '../../src/results/history/store.ts';
import { SuiteError } from '../../src/system/failure.ts';
import { conversation, DATE, runOf, whole } from '../support/recorded-nights.ts';
import { folderOfEachTest } from '../support/temporary-folder.ts';
import { expect, test } from '../support/test.ts';

const folder = folderOfEachTest();

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
    /: cannot be read \(it is a folder/,
  ],
];

for (const [what, damage, reason] of damages) {
  test(`a file that is ${what} is named and left out, and the other nights are read`, () => {
    const results = runOf([conversation('p/m'), conversation('p/n')]);
    const { file } = recordNight(folder(), results, { date: DATE });
    recordNight(folder(), results, { date: '2025-11-22' });
    damage(file);

    const { nights, problems } = readHistory(folder());
    expect(nights.map(({ date }) => date)).toEqual(['2025-11-22']);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.startsWith(file)).toBe(true);
    expect(problems[0]).toMatch(reason);
    expect(problems[0]).not.toContain('\n');

    const again = recordNight(folder(), results, { date: DATE });
    expect(again.problems[0]).toMatch(/moved to 2025-11-20\.damaged-1\.jsonl$/);
    const healed = readHistory(folder());
    expect(healed.nights.map(({ date }) => date)).toEqual([DATE, '2025-11-22']);
    expect(healed.problems).toEqual([
      `${join(folder(), '2025-11-20.damaged-1.jsonl')}: the name is not a date such as 2025-11-20.jsonl; restore it from the branch, or remove it`,
    ]);
  });
}

test('no folder is an empty history; a file in its place is an error', () => {
  expect(readHistory(join(folder(), 'none'))).toEqual({ nights: [], problems: [] });
  writeFileSync(join(folder(), 'file'), '');
  expect(() => readHistory(join(folder(), 'file'))).toThrow(SuiteError);
});

test('other files in the folder are nobody’s business, and none is left over from writing', () => {
  writeFileSync(join(folder(), 'README.md'), 'nights');
  writeFileSync(join(folder(), '.2025-11-20.jsonl.abc.tmp'), 'cut off');
  recordNight(folder(), runOf(whole), { date: DATE });
  expect(readHistory(folder()).problems).toEqual([]);
  expect(readdirSync(folder()).sort()).toEqual([
    '.2025-11-20.jsonl.abc.tmp',
    '2025-11-20.jsonl',
    'README.md',
  ]);
});

test('a night is filed under a date and nothing else', () => {
  for (const date of ['../2025-11-20', '2025-02-30', '20251120', '']) {
    expect(() => recordNight(folder(), runOf(whole), { date })).toThrow(/give one such as 2025-11-20/);
  }
  expect(readdirSync(folder())).toEqual([]);
});
