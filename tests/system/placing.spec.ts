/** How the next report recovers from one that was stopped between any two moves of its pages. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finishReport, placeReport } from '../../src/system/placing.ts';
import { stoppedAtMove } from '../support/stopped-at-move.ts';
import { expect, test } from '../support/test.ts';

let folder: string;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'placing-'));
});

test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const OLD = {
  'index.html': 'old',
  'a/index.html': 'old',
  'a/gone.html': 'old',
  'b/c/d.html': 'old',
  'e.js': 'same',
};
const NEW = {
  'index.html': 'new',
  'a/index.html': 'new',
  'b/c/d.html': 'new',
  'b/f.html': 'new',
  'e.js': 'same',
};

const filesOf = (texts: Record<string, string>) =>
  Object.entries(texts).map(([file, text]) => ({ file, text: () => text }));

/** Returns every file of the folder except the list of files. */
function found(): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
  return Object.fromEntries(
    names
      .filter((name) => name !== 'report-files.txt' && statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

for (const foreign of [{}, { 'a/mine.txt': 'mine', 'b/c/mine.txt': 'mine' }]) {
  const besides = Object.keys(foreign).length === 0 ? '' : ' beside files of others';
  test(`a report that is stopped at any move of its pages${besides} is finished by the next start`, () => {
    let stops = 0;
    let isStopped = true;
    for (; isStopped; stops += 1) {
      rmSync(folder, { recursive: true });
      placeReport(folder, filesOf(OLD));
      for (const [name, text] of Object.entries(foreign)) writeFileSync(join(folder, name), text);
      isStopped = stoppedAtMove(stops, () => placeReport(folder, filesOf(NEW)));
      finishReport(folder);
      expect(
        [
          { ...OLD, ...foreign },
          { ...NEW, ...foreign },
        ],
        `move ${stops}`,
      ).toContainEqual(found());
      placeReport(folder, filesOf(NEW));
      expect(found(), `move ${stops}`).toEqual({ ...NEW, ...foreign });
    }
    expect(stops).toBeGreaterThan(7);
  });
}

test('a start that finishes a report, and is stopped itself, is finished by the next one', () => {
  placeReport(folder, filesOf(OLD));
  let starts = 0;
  stoppedAtMove(3, () => placeReport(folder, filesOf(NEW)));
  while (stoppedAtMove(2, () => finishReport(folder))) starts += 1;
  expect(starts).toBeGreaterThan(1);
  expect(found()).toEqual(NEW);
});

test('a report that was in place when its process was stopped is not moved again', () => {
  placeReport(folder, filesOf(NEW));
  const stage = join(folder, '.report-01234567-89ab-cdef-0123-456789abcdef.tmp');
  mkdirSync(join(stage, 'old-1'), { recursive: true });
  finishReport(folder);
  expect(existsSync(stage)).toBe(false);
  expect(found()).toEqual(NEW);
});
