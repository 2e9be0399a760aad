/** The history that Allure draws its trends from. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  addToAllureHistory,
  formatAllureHistory,
  notPassedBefore,
  readAllureHistory,
} from '../../src/report/allure-history.ts';
import { folderOfEachTest } from '../support/temporary-folder.ts';
import { expect, test } from '../support/test.ts';

const folder = folderOfEachTest();

/** A line of Allure's history as it is kept. */
function runLine(startedAt: string, statuses: Readonly<Record<string, string>>): string {
  const testResults = Object.fromEntries(
    Object.entries(statuses).map(([fullName, status]) => [fullName, { fullName, status, labels: [] }]),
  );
  return `${JSON.stringify({ timestamp: Date.parse(startedAt), testResults })}\n`;
}

const DAY_1 = runLine('2026-04-01T10:00:00.000Z', { a: 'failed', b: 'passed' });
const DAY_2 = runLine('2026-04-02T10:00:00.000Z', { a: 'passed', c: 'unknown' });
const DAY_3 = runLine('2026-04-03T10:00:00.000Z', { d: 'failed' });

test('the history tells what did not pass in the runs before', () => {
  const path = join(folder(), 'history.jsonl');
  const before = (startedAt: string) => notPassedBefore(readAllureHistory(path, startedAt));
  expect(before('2026-04-02T10:00:00.000Z')).toEqual(new Set());
  writeFileSync(path, DAY_1 + DAY_2 + DAY_3);
  expect(before('2026-04-02T10:00:00.000Z')).toEqual(new Set(['a']));
  expect(before('2026-04-03T10:00:00.000Z')).toEqual(new Set(['a', 'c']));
});

test('the history has one line a run, in the order of the runs, and keeps the latest', () => {
  const path = join(folder(), 'history.jsonl');
  const appended = join(folder(), 'appended.jsonl');
  const add = (startedAt: string, limit: number) => {
    const history = readAllureHistory(path, startedAt);
    // Allure stamps its line with the time of the report, which is later than every run.
    const fresh = runLine('2026-05-01T00:00:00.000Z', { b: 'failed' });
    writeFileSync(appended, formatAllureHistory(history.earlier) + fresh);
    addToAllureHistory(path, history, { startedAt, appended, limit });
    return readFileSync(path, 'utf8');
  };
  const again = runLine('2026-04-02T10:00:00.000Z', { b: 'failed' });
  writeFileSync(path, DAY_1 + DAY_2 + DAY_3);
  expect(add('2026-04-02T10:00:00.000Z', 5)).toBe(DAY_1 + again + DAY_3);
  expect(add('2026-04-02T10:00:00.000Z', 5)).toBe(DAY_1 + again + DAY_3);
  const newest = runLine('2026-04-04T10:00:00.000Z', { b: 'failed' });
  expect(add('2026-04-04T10:00:00.000Z', 2)).toBe(DAY_3 + newest);
});

test('the history keeps of a result what trends are drawn from', () => {
  const path = join(folder(), 'history.jsonl');
  const startedAt = '2026-04-01T10:00:00.000Z';
  const labels = [
    { name: 'severity', value: 'minor' },
    { name: 'tag', value: 'ids' },
  ];
  const testResults = { a: { fullName: 'a', status: 'failed', message: 'no', trace: 'long', labels } };
  writeFileSync(path, JSON.stringify({ timestamp: 1, testResults }));
  addToAllureHistory(path, { earlier: [], later: [] }, { startedAt, appended: path, limit: 5 });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    timestamp: Date.parse(startedAt),
    testResults: {
      a: { fullName: 'a', status: 'failed', message: 'no', labels: [{ name: 'severity', value: 'minor' }] },
    },
  });
});

test('the history names the line that it cannot read', () => {
  const path = join(folder(), 'history.jsonl');
  writeFileSync(path, DAY_1);
  appendFileSync(path, '{"testResults":');
  expect(() => readAllureHistory(path, '2026-04-02T10:00:00.000Z')).toThrow(
    `${path}:2: not a line of Allure history`,
  );
});
