/**
 * Splits a replay over several machines: the test results of each shard are kept in a file, and the files are merged.
 */

import { existsSync, readdirSync, renameSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Shard } from '../replay/shard.ts';
import { SuiteError } from '../system/failure.ts';
import { makeFolder } from '../system/make-folder.ts';
import type { Host } from './host.ts';
import type { StagedSettings } from './run-command.ts';
import { suiteFile } from './suite-files.ts';

/**
 * Judges one shard of the conversations, and keeps its test results in the folder `shards` of the reports.
 *
 * @param settings prepared for Playwright's processes
 * @param args more arguments for `playwright test`
 * @returns the exit code: 0 done, even with failures, since the gate weighs the whole run; otherwise Playwright's
 * @throws {SuiteError} when Playwright kept no results
 */
export async function replayShard(
  settings: StagedSettings,
  shard: Shard,
  args: readonly string[],
  { stdout, runPlaywright }: Host,
): Promise<number> {
  const file = join(settings.reports, 'shards', nameOf(shard));
  const staged = join(settings.stage, nameOf(shard));
  const code = await runPlaywright(
    { ...settings, shard },
    // A shard may be empty.
    ['test', `--reporter=blob,${suiteFile(REPORTER)}`, '--pass-with-no-tests', ...args],
    { PLAYWRIGHT_BLOB_OUTPUT_FILE: resolve(staged) },
  );
  if (!existsSync(staged)) {
    throw new SuiteError(`${file}: Playwright kept no report; its output above says why`);
  }
  makeFolder(dirname(file));
  renameSync(staged, file);
  stdout.write(`${file}: shard ${shard.current} of ${shard.total}, to be merged\n`);
  return code <= 1 ? 0 : code;
}

/**
 * Checks that every shard is present. Playwright merges any files that it finds, so a missing shard would look like one
 * without failures.
 *
 * @throws {SuiteError} unless the folder holds every shard of one run, and no other file that would be merged
 */
export function requireAllShards(folder: string): void {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.zip')) : [];
  const shards = names.map((name) => shardOf(name, folder));
  const total = Math.max(0, ...shards.map((shard) => shard.total));
  if (total === 0)
    throw new SuiteError(`${folder}: no shards; make some with replay --shard 1/4, or with live --shard 1/4`);
  const wanted = Array.from({ length: total }, (_, index) => nameOf({ current: index + 1, total }));
  const stray = names.find((name) => !wanted.includes(name));
  if (stray !== undefined) {
    throw new SuiteError(
      `${join(folder, stray)}: is of another run than the ${total} shards; remove one or the other`,
    );
  }
  const missing = wanted.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new SuiteError(
      `${folder}: ${missing.join(', ')} missing; run that part again and put its file there`,
    );
  }
}

/** This reporter prints problems; the verdicts are left to the merge. */
const REPORTER = 'src/playwright/reporter';

function nameOf({ current, total }: Shard): string {
  return `shard-${current}-of-${total}.zip`;
}

function shardOf(name: string, folder: string): Shard {
  const [, current, total] = (/^shard-(\d+)-of-(\d+)\.zip$/u.exec(name) ?? []).map(Number);
  if (current === undefined || total === undefined) {
    throw new SuiteError(
      `${join(folder, name)}: is not named as a shard, such as shard-1-of-4.zip; remove it`,
    );
  }
  return { current, total };
}
