/** Files that are there whole or not at all, whatever stops the process. */
import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { unwritten } from './failure.ts';
import { makeFolder } from './make-folder.ts';

const UNFINISHED = /^\..*\.tmp$/u;

/**
 * Writes into a new file beside the old one, which then takes its place. Makes the folder.
 *
 * @throws {SuiteError} when it cannot be written; the old file is then as it was.
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const unfinished = unfinishedBeside(path);
  makeFolder(dirname(path));
  try {
    const file = openSync(unfinished, 'wx');
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, path);
  } catch (cause) {
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
  makeFolder(dirname(path));
  try {
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

/** The name of what is to become a file or a folder, while it is not whole. */
export function unfinishedBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
}

/** Whether a file is what a process left behind that was stopped while it wrote. */
export function isUnfinished(path: string): boolean {
  return UNFINISHED.test(basename(path));
}
