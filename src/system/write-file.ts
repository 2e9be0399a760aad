/** Writes files atomically: a stopped process leaves the whole file or none. */
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { copyFile, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SuiteError, unwritten } from './failure.ts';
import { makeFolder } from './make-folder.ts';

const WRITTEN_AT_ONCE = 65_536;
const UNFINISHED = /^\..*\.tmp$/u;

/**
 * Writes a new file beside the old one, then moves it into place. Makes the folder.
 *
 * @throws {SuiteError} when it cannot be written; the old file is then as it was.
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  writeAllWhole([{ path, content }]);
}

/**
 * Writes to a path that the user named. A device, a pipe or a link there is not replaced; the content is written into it.
 *
 * @throws {SuiteError} when it cannot be written
 */
export function writeGiven(path: string, content: string): void {
  try {
    if (lstatSync(path, { throwIfNoEntry: false })?.isFile() === false) writeFileSync(path, content);
    else writeWhole(path, content);
  } catch (cause) {
    throw cause instanceof SuiteError ? cause : unwritten(path, cause);
  }
}

/**
 * Finds out, before a long run, whether {@link writeGiven} can write there after it. Makes the folder.
 *
 * @throws {SuiteError} when it cannot
 */
export function expectWritable(path: string): void {
  try {
    const isReplaced = lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
    if (isReplaced) tryBeside(path);
    else if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
      throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
  } catch (cause) {
    throw cause instanceof SuiteError ? cause : unwritten(path, cause);
  }
}

/**
 * Makes a folder, and finds out whether files can be written into it.
 *
 * @throws {SuiteError} when they cannot
 */
export function expectWritableFolder(folder: string): void {
  makeFolder(folder);
  try {
    tryBeside(join(folder, 'file'));
  } catch (cause) {
    throw unwritten(folder, cause);
  }
}

function tryBeside(path: string): void {
  makeFolder(dirname(path));
  const tried = unfinishedBeside(path);
  closeSync(openSync(tried, 'wx'));
  rmSync(tried);
}

/**
 * Writes several files that belong together: none moves into place before all are written.
 *
 * @throws {SuiteError} when one cannot be written
 */
export function writeAllWhole(
  files: readonly { readonly path: string; readonly content: string | Uint8Array }[],
): void {
  const unfinished = new Map<string, string>();
  let current = '';
  try {
    for (const { path, content } of files) {
      current = path;
      makeFolder(dirname(path));
      unfinished.set(path, unfinishedBeside(path));
      writeSynced(unfinished.get(path) ?? '', content);
    }
    for (const [path, written] of unfinished) {
      current = path;
      renameSync(written, path);
    }
  } catch (cause) {
    for (const left of unfinished.values()) if (existsSync(left)) rmSync(left);
    throw cause instanceof SuiteError ? cause : unwritten(current, cause);
  }
}

function writeSynced(path: string, content: string | Uint8Array): void {
  const file = openSync(path, 'wx');
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Like {@link writeWhole}, but asynchronous, so that other work continues while the disk syncs. Pieces are produced as they
 * are written.
 *
 * @throws {SuiteError} as {@link writeWhole} does
 */
export async function writeWholeAsync(path: string, content: string | Iterable<string>): Promise<void> {
  makeFolder(dirname(path));
  await replaced(path, async (unfinished) => {
    await written(unfinished, 'wx', content);
  });
}

/**
 * Appends to a file atomically: all of the content is added, or none of it.
 *
 * @throws {SuiteError} as {@link writeWhole} does
 */
export async function extendWhole(path: string, content: Iterable<string>): Promise<void> {
  await replaced(path, async (unfinished) => {
    await copyFile(path, unfinished);
    await written(unfinished, 'a', content);
  });
}

/** @param write creates the new file beside the old one */
async function replaced(path: string, write: (unfinished: string) => Promise<void>): Promise<void> {
  const unfinished = unfinishedBeside(path);
  try {
    await write(unfinished);
    await rename(unfinished, path);
  } catch (cause) {
    if (existsSync(unfinished)) await rm(unfinished);
    throw unwritten(path, cause);
  }
}

async function written(path: string, flags: 'wx' | 'a', content: string | Iterable<string>): Promise<void> {
  const file = await open(path, flags);
  try {
    for (const text of typeof content === 'string' ? [content] : together(content))
      await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Joins pieces into fewer, larger ones. */
function* together(pieces: Iterable<string>): Generator<string> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < WRITTEN_AT_ONCE) continue;
    yield text;
    text = '';
  }
  yield text;
}

/** The name of a file or a folder while it is not complete. */
export function unfinishedBeside(path: string): string {
  return join(dirname(path), `${unfinishedStart(path)}${randomUUID()}.tmp`);
}

/** A name may have 255 bytes, and each character up to four. */
function unfinishedStart(path: string): string {
  return `.${[...basename(path)].slice(0, 50).join('')}.`;
}

/** Removes what a stopped process left beside a file or a folder that it was writing. */
export function clearBeside(path: string): void {
  const folder = dirname(path);
  for (const other of existsSync(folder) ? readdirSync(folder) : []) {
    if (!other.startsWith(unfinishedStart(path)) || !isUnfinished(other)) continue;
    rmSync(join(folder, other), { recursive: true, force: true });
  }
}

/** Returns true if a file was left by a process that was stopped while it wrote. */
export function isUnfinished(path: string): boolean {
  return UNFINISHED.test(basename(path));
}
