/** Where a run writes until it has ended, so that one that comes to nothing leaves the results and reports before it. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SuiteError } from '../system/failure.ts';
import { isLocked, type LockOptions, lockFolder, whileLocked } from '../system/lock.ts';

/** What a run leaves in the folder of reports, and replaces there. Allure adds to what it finds. */
const WRITTEN = ['allure-results', 'test-results', 'playwright', 'providers.json', 'results.jsonl'] as const;
/** Where one of these lies, a run has written into the folder before. */
const MARKS = ['results.jsonl', 'providers.json'] as const;
const STAGE = /^\.run-[\da-f-]{36}\.tmp$/u;

export interface Stage {
  readonly folder: string;
  /** Removes it. */
  readonly drop: () => void;
}

/**
 * Makes a folder for a run in the folder of reports, and removes those of runs that were stopped.
 *
 * @throws {SuiteError} when it cannot be made, or the run would replace what no run wrote
 */
export function openStage(reports: string, options: LockOptions): Promise<Stage> {
  return whileLocked(reports, options, async () => {
    removeLeft(reports);
    const folder = join(reports, `.run-${randomUUID()}.tmp`);
    await lockFolder(folder);
    return { folder, drop: () => dropStage(folder) };
  });
}

function removeLeft(reports: string): void {
  const lies = (name: string) => existsSync(join(reports, name));
  const foreign = MARKS.some(lies) ? undefined : WRITTEN.find(lies);
  if (foreign !== undefined) {
    throw new SuiteError(
      `${join(reports, foreign)}: not written by an earlier run, so it is not replaced; name another folder or remove it`,
    );
  }
  for (const name of readdirSync(reports)) {
    const left = join(reports, name);
    if (STAGE.test(name) && !isLocked(left)) dropStage(left);
  }
}

/** Moves what the run wrote into the folder of reports, in place of what an earlier one wrote. */
export function takeOverStage(stage: string, reports: string): void {
  const old = join(stage, 'old');
  mkdirSync(old);
  for (const name of WRITTEN) {
    if (existsSync(join(reports, name))) renameSync(join(reports, name), join(old, name));
    if (existsSync(join(stage, name))) renameSync(join(stage, name), join(reports, name));
  }
}

function dropStage(stage: string): void {
  rmSync(stage, { recursive: true, force: true });
}
