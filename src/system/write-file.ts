/** Files that are there whole or not at all, whatever stops the process. */
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SuiteError } from './failure.ts';

const UNFINISHED = /^\..*\.tmp$/u;

/**
 * Writes into a new file beside the old one, which then takes its place. Makes the folder.
 *
 * @throws {SuiteError} when it cannot be written; the old file is then as it was.
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const unfinished = unfinishedBeside(path);
  try {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(unfinished, 'wx');
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, path);
  } catch (cause) {
    // What could not even be made is not there, and its folder may be none.
    if (existsSync(unfinished)) rmSync(unfinished);
    throw unwritten(path, cause);
  }
}

/**
 * The same while other work goes on: until a disk has a file takes milliseconds, in which nobody else would be served.
 *
 * @throws {SuiteError} as {@link writeWhole} does
 */
export async function writeWholeAsync(path: string, content: string): Promise<void> {
  const unfinished = unfinishedBeside(path);
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(unfinished, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (cause) {
    if (existsSync(unfinished)) await rm(unfinished);
    throw unwritten(path, cause);
  }
}

function unfinishedBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
}

function unwritten(path: string, cause: unknown): SuiteError {
  const problem = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  const message = `${path}: cannot be written (${problem}); make room there, or name a folder that can be written to`;
  return new SuiteError(message, { cause });
}

/** Whether a file is what a process left behind that was stopped while it wrote. */
export function isUnfinished(path: string): boolean {
  return UNFINISHED.test(basename(path));
}
