/**
 * Allure's history: a JSONL file, one line a run, each with every test result of that run.
 *
 * Allure appends a line whenever it generates, stamped with that time. So it is given a copy that holds the runs before
 * this one, and what it appended is put into its place here: a run has one line however often it is reported, and an old
 * run that is reported again does not become the newest.
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
  /** When the run started, in milliseconds since the epoch. */
  timestamp: z.number(),
  testResults: z.record(z.string(), resultSchema),
});

type HistoryRun = z.infer<typeof runSchema>;

/** The runs of a history around one run, the oldest first; that run itself is in neither. */
export interface AllureHistory {
  readonly earlier: readonly HistoryRun[];
  readonly later: readonly HistoryRun[];
}

/**
 * Empty where there is no file.
 *
 * @param startedAt the start of the run that is looked at, an ISO date.
 * @throws {SuiteError} that names the line which does not belong to a history.
 */
export function readAllureHistory(path: string, startedAt: string): AllureHistory {
  const start = Date.parse(startedAt);
  const runs = existsSync(path) ? runsIn(readFound(path).toString(), path) : [];
  return {
    earlier: runs.filter(({ timestamp }) => timestamp < start),
    later: runs.filter(({ timestamp }) => timestamp > start),
  };
}

/** Full names of the results that an earlier run shows as anything but passed. */
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
 * Puts the line that Allure wrote for the run between the earlier and the later ones.
 *
 * @param appended the file that Allure appended to.
 * @param limit how many runs are kept, the latest ones.
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

/** The labels by which Allure draws its trends and its map of what was added and removed. */
const TREND_LABELS: ReadonlySet<string> = new Set(['epic', 'feature', 'story', 'severity']);

/** What later reports need of a run: they hold its lines in their page, once for each result. */
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
