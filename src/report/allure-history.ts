/**
 * Allure's history: a JSONL file with one line per run, which contains all test results of that run.
 *
 * Allure appends a line with the current time whenever it generates a report. So Allure gets a copy with only the runs
 * before this one, and this module inserts the appended line at the time of the run. A run has only one line even if it
 * is reported several times, and an old run that is reported again does not become the newest.
 */
import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { SuiteError } from '../system/failure.ts';
import { readFound } from '../system/read-given.ts';
import { writeWhole } from '../system/write-file.ts';

const resultSchema = z.looseObject({
  fullName: z.string().optional(),
  status: z.string(),
  labels: z.array(z.object({ name: z.string(), value: z.string().optional() })).default([]),
  trace: z.string().optional(),
});

const runSchema = z.looseObject({
  /** The start of the run, in milliseconds since the epoch. */
  timestamp: z.number(),
  testResults: z.record(z.string(), resultSchema),
});

type HistoryRun = z.infer<typeof runSchema>;

/** The runs of a history before and after one run, oldest first. The run itself is in neither list. */
export interface AllureHistory {
  readonly earlier: readonly HistoryRun[];
  readonly later: readonly HistoryRun[];
}

/**
 * Reads the history around a run. Empty if there is no file.
 *
 * @param startedAt the start of that run, an ISO date
 * @throws {SuiteError} if a line is not part of a history; the error names the line
 */
export function readAllureHistory(path: string, startedAt: string): AllureHistory {
  const start = Date.parse(startedAt);
  const runs = existsSync(path) ? runsIn(readFound(path).toString(), path) : [];
  return {
    earlier: runs.filter(({ timestamp }) => timestamp < start),
    later: runs.filter(({ timestamp }) => timestamp > start),
  };
}

/** The full names of results that are not passed in at least one earlier run. */
export function notPassedBefore({ earlier }: AllureHistory): Set<string> {
  const results = earlier.flatMap(({ testResults }) => Object.values(testResults));
  return new Set(
    results.flatMap(({ fullName, status }) =>
      fullName === undefined || status === 'passed' ? [] : [fullName],
    ),
  );
}

export function formatAllureHistory(runs: readonly HistoryRun[]): string {
  return runs.map((run) => `${JSON.stringify(run)}\n`).join('');
}

/**
 * Inserts the line that Allure wrote for the run between the earlier and the later lines.
 *
 * @param appended the file that Allure appended to
 * @param limit the number of latest runs to keep
 */
export function addToAllureHistory(
  path: string,
  { earlier, later }: AllureHistory,
  { startedAt, appended, limit }: { startedAt: string; appended: string; limit: number },
): void {
  const fresh = runsIn(readFileSync(appended, 'utf8'), appended).slice(-1);
  const runs = [...earlier, ...fresh.map((run) => slim(run, Date.parse(startedAt))), ...later];
  writeWhole(path, formatAllureHistory(runs.slice(-limit)));
}

/** The labels that Allure uses for its trends and for its map of added and removed tests. */
const TREND_LABELS: ReadonlySet<string> = new Set(['epic', 'feature', 'story', 'severity']);

/** Keeps only what later reports need, because their page contains these data once for each result. */
function slim({ testResults, ...run }: HistoryRun, timestamp: number): HistoryRun {
  return {
    ...run,
    timestamp,
    testResults: Object.fromEntries(
      Object.entries(testResults).map(([id, { trace: _, labels, ...result }]) => [
        id,
        { ...result, labels: labels.filter(({ name }) => TREND_LABELS.has(name)) },
      ]),
    ),
  };
}

function runsIn(text: string, path: string): HistoryRun[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const run = runSchema.safeParse(jsonOf(line));
    if (run.success) return [run.data];
    throw new SuiteError(
      `${path}:${index + 1}: not a line of Allure history; restore the file, or delete it to start over`,
    );
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
