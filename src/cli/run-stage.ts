/** The stage: a run writes here until it ends, so that a failed run leaves earlier results and reports unchanged. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SuiteError } from '../system/failure.ts';
import { isLocked, type LockOptions, lockFolder, whileLocked } from '../system/lock.ts';

/** What a run writes into the folder of reports, replacing what is there. Allure adds to files that it finds. */
const WRITTEN = ['allure-results', 'test-results', 'playwright', 'providers.json', 'results.jsonl'] as const;
/** If one of these exists, an earlier run has written into the folder. */
const MARKS = ['results.jsonl', 'providers.json'] as const;
const STAGE = /^\.run-[\da-f-]{36}\.tmp$/u;

export interface Stage {
  readonly folder: string;
  /** Removes the folder. */
  readonly drop: () => void;
}

/**
 * Creates the stage in the folder of reports, and removes the stages of runs that were stopped.
 *
 * @throws {SuiteError} when it cannot be created, or the run would replace files that no run wrote
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

/** Moves the output of the run into the folder of reports, replacing the output of an earlier run. */
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
