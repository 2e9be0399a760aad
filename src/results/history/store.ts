/** The folder of nights, one `<date>.jsonl` for each. A CI keeps it on its own branch; see docs/history.md. */
import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, SuiteError } from '../../system/failure.ts';
import { readFound } from '../../system/read-given.ts';
import { writeWhole } from '../../system/write-file.ts';
import { byCodeUnit } from '../../text/order.ts';
import type { Results } from '../results.ts';
import { mergeNights } from './merge.ts';
import { dateSchema, type Night, notRun, unanswered } from './night.ts';
import { formatNight, parseNight } from './night-file.ts';
import { type FeaturesOfRun, nightOfRun } from './night-of-run.ts';

export interface History {
  /** By date, oldest first. Days without a file have no entry. */
  readonly nights: readonly Night[];
  /** Skipped files, one line each: name, place, reason, next step. */
  readonly problems: readonly string[];
}

export interface Recorded {
  readonly file: string;
  /** The problems of the previous file of the night. */
  readonly problems: readonly string[];
  /** The targets of the run without an answer, each with the reason. */
  readonly unanswered: ReadonlyMap<string, string>;
  /** The targets that were not tried because their key is missing, each with the reason. */
  readonly notRun: ReadonlyMap<string, string>;
}

/**
 * Adds a run to the night of the date. Existing data of a target is replaced only by better data, see
 * {@link mergeNights}. A damaged file of that night is moved aside and reported.
 *
 * The caller must hold the lock of the folder (`whileLocked`). Two processes that record into the same night at once
 * lose one of the runs.
 *
 * @param date the day of the night, such as `2025-11-20`
 * @param features the features of each target
 * @throws {SuiteError} when the date is invalid, or the folder cannot be written
 */
export function recordNight(
  folder: string,
  results: Results,
  { date, features }: { readonly date: string; readonly features?: FeaturesOfRun },
): Recorded {
  if (!dateSchema.safeParse(date).success) {
    throw new SuiteError(`"${date}" is no date of a night; give one such as 2025-11-20`);
  }
  const night = nightOfRun(results, date, features);
  const absences = { unanswered: unanswered(night), notRun: notRun(night) };
  const file = join(folder, `${date}.jsonl`);
  const stored = existsSync(file) ? readNight(folder, `${date}.jsonl`) : null;
  if (stored === null || !('problem' in stored)) {
    writeWhole(file, formatNight(stored === null ? night : mergeNights(stored, night)));
    return { file, problems: [], ...absences };
  }
  const aside = freeName(folder, date);
  renameSync(file, join(folder, aside));
  writeWhole(file, formatNight(night));
  return { file, problems: [`${stored.problem}; it was moved to ${aside}`], ...absences };
}

/**
 * Returns the night with some of its runs judged again. The results of other runs stay.
 *
 * @param again a night for each run that was judged again
 */
export function withRunsAgain(night: Night, again: readonly Night[]): Night {
  const ids = new Set(again.flatMap(({ runs }) => runs.map(({ id }) => id)));
  const others: Night = {
    ...night,
    runs: night.runs.filter(({ id }) => !ids.has(id)),
    targets: new Map([...night.targets].filter(([, { run }]) => !ids.has(run))),
  };
  return [...(others.runs.length === 0 ? [] : [others]), ...again].reduce(mergeNights);
}

/**
 * Replaces the stored night.
 *
 * @returns the path of its file
 */
export function replaceNight(folder: string, night: Night): string {
  const file = join(folder, `${night.date}.jsonl`);
  writeWhole(file, formatNight(night));
  return file;
}

/**
 * Reads every night of the folder. A missing folder has no nights. Damaged files, and files whose name is not a date,
 * are reported and skipped.
 *
 * @throws {SuiteError} when the folder cannot be read
 */
export function readHistory(folder: string): History {
  const nights: Night[] = [];
  const problems: string[] = [];
  for (const name of nightFiles(folder)) {
    const night = readNight(folder, name);
    if ('problem' in night) problems.push(`${night.problem}; restore it from the branch, or remove it`);
    else nights.push(night);
  }
  return { nights, problems };
}

function nightFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.jsonl') && !name.startsWith('.'))
      .sort(byCodeUnit);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return [];
    throw new SuiteError(
      `${folder}: cannot be read (${String(code)}); name a folder that keeps the history`,
      {
        cause: error,
      },
    );
  }
}

function readNight(folder: string, name: string): Night | { readonly problem: string } {
  const file = join(folder, name);
  const date = name.slice(0, -'.jsonl'.length);
  if (!dateSchema.safeParse(date).success) {
    return { problem: `${file}: the name is not a date such as 2025-11-20.jsonl` };
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFound(file));
  } catch (error) {
    const why = error instanceof SuiteError ? 'it is a folder, a pipe or a device' : messageOf(error);
    return { problem: `${file}: cannot be read (${why})` };
  }
  const night = parseNight(text, date);
  return 'problem' in night ? { problem: `${file}:${night.problem}` } : night;
}

function freeName(folder: string, date: string): string {
  for (let number = 1; ; number += 1) {
    const name = `${date}.damaged-${number}.jsonl`;
    if (!existsSync(join(folder, name))) return name;
  }
}
