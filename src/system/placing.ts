/** Puts the files of a report into their folder: written beside it first, and then moved there. */
import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { byCodeUnit } from '../text/order.ts';
import { codeOf, SuiteError, unwritten } from './failure.ts';
import { makeFolder } from './make-folder.ts';
import { readFound } from './read-given.ts';
import { writeWhole } from './write-file.ts';

export interface ReportFile {
  /** Below the folder of the report, with forward slashes. */
  readonly file: string;
  readonly text: () => string | Uint8Array;
}

/**
 * Lists the files of a report with their SHA-256, as `sha256sum` does, so that the next report removes these and nothing
 * else: what has been changed since is somebody else's.
 */
const FILE_LIST = 'report-files.txt';
const LISTED = /^([\da-f]{64}) {2}(.+)$/u;
/** Where files are before they are in place, and earlier ones before they are removed. */
const STAGE = /^\.report-[\da-f-]{36}\.tmp$/u;

/** A file of a report: its path below the folder, with forward slashes. */
interface Listed {
  readonly file: string;
  readonly sum: string;
}
type Own = Map<string, Listed>;

/**
 * Replaces the files of an earlier report in the folder by those given; whatever else lies there stays. Nothing moves
 * before all are written beside it, and then folders move whole where nothing else is in them. So a process that is
 * stopped leaves the earlier report or the new one, or, stopped between two moves, what {@link finishReport} finishes.
 *
 * @throws {SuiteError} when a file that is not an earlier report's own would be replaced, or the folder cannot be written;
 *   an earlier report is then as it was
 */
export function placeReport(folder: string, files: readonly ReportFile[]): void {
  makeFolder(folder);
  finishReport(folder);
  const stage = join(folder, `.report-${randomUUID()}.tmp`);
  try {
    refuseForeign(folder, files, ownIn(folder));
    // With its list the stage is whole.
    writeList(
      stage,
      files.map((file) => stageFile(join(stage, 'new'), file)),
    );
  } catch (error) {
    removeAll(stage);
    throw codeOf(error) === null ? error : unwritten(folder, error);
  }
  finishReport(folder);
}

/**
 * Lists what an earlier version, which kept no list, wrote into the folder, so that the next report replaces it.
 *
 * @param isOwn whether a file is as such a version wrote it
 * @throws {SuiteError} when the folder cannot be read or written
 */
export function listEarlier(folder: string, isOwn: (file: string, text: () => string) => boolean): void {
  if (!isKind(folder, 'folder') || existsSync(join(folder, FILE_LIST))) return;
  try {
    const own = leavesBelow(folder, '').flatMap((file): Listed[] => {
      const content = () => readFileSync(join(folder, file));
      const isEarlier = isKind(join(folder, file), 'file') && isOwn(file, () => content().toString());
      return isEarlier ? [{ file, sum: sumOf(content()) }] : [];
    });
    if (own.length > 0) writeList(folder, own);
  } catch (error) {
    throw codeOf(error) === null ? error : unwritten(folder, error);
  }
}

/**
 * Moves a report that is written whole beside the folder's files into its place, and removes one that is not: what a
 * process leaves that is stopped. For whoever has the folder's lock.
 *
 * @throws {SuiteError} when a file that is not an earlier report's own would be replaced, or the folder cannot be written
 */
export function finishReport(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      if (!STAGE.test(name)) continue;
      const stage = join(folder, name);
      if (existsSync(join(stage, FILE_LIST))) takeIn(folder, stage);
      removeAll(stage);
    }
  } catch (error) {
    throw codeOf(error) === null ? error : unwritten(folder, error);
  }
}

/** Moves what is staged into the folder, and removes what is left of earlier reports. Doing it again goes on with it. */
function takeIn(folder: string, stage: string): void {
  const [placed, earlier] = [listedIn(stage), ownIn(folder)];
  refuseForeign(folder, placed, earlier);
  // Until all are in place, the list names those before and those to come.
  writeList(folder, [...placed, ...earlier.values()]);
  for (const [from, to] of [...movesOf(folder, stage, earlier, '')]) renameSync(from, to);
  for (const { file } of placed) earlier.delete(file);
  removeFiles(folder, [...earlier.keys()]);
  writeList(folder, placed);
  rmSync(join(stage, FILE_LIST));
}

/** The moves that take everything staged below `at`, a path below the folder, there; few, and the entrance comes last. */
function* movesOf(folder: string, stage: string, own: Own, at: string): Generator<readonly [string, string]> {
  const names = readdirSync(join(stage, 'new', at)).toSorted(byCodeUnit);
  const entrance = names.filter((name) => name === 'index.html');
  for (const name of [...names.filter((other) => other !== 'index.html'), ...entrance]) {
    const [staged, place] = [join(stage, 'new', at, name), join(folder, at, name)];
    if (!isKind(place, 'folder')) yield [staged, place];
    else if (isWhollyOwn(folder, join(at, name), own)) {
      yield [place, join(stage, `old-${randomUUID()}`)];
      yield [staged, place];
    } else yield* movesOf(folder, stage, own, join(at, name));
  }
}

function isWhollyOwn(folder: string, at: string, own: Own): boolean {
  return leavesBelow(folder, at).every((file) => own.has(file));
}

/** Whatever lies below `at` and is no folder, by its path below the report's; links are not followed. */
function leavesBelow(folder: string, at: string): string[] {
  return readdirSync(join(folder, at), { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

/** The files in the folder that are as an earlier report wrote them, by their path. */
function ownIn(folder: string): Own {
  return new Map(
    listedIn(folder).flatMap((listed) => (isOwn(folder, listed) ? [[listed.file, listed]] : [])),
  );
}

/** What the list in the folder names that lies below it. */
function listedIn(folder: string): Listed[] {
  const list = join(folder, FILE_LIST);
  if (!existsSync(list)) return [];
  return readFound(list)
    .toString()
    .split('\n')
    .flatMap((line) => {
      const [, sum, file] = LISTED.exec(line) ?? [];
      return sum === undefined || file === undefined || !isBelow(file) ? [] : [{ file, sum }];
    });
}

/** A path that goes down from the folder, written as a report writes it. */
function isBelow(file: string): boolean {
  return file.split(/[\\/]/u).every((part) => !['', '.', '..'].includes(part)) && !file.includes('\0');
}

function writeList(folder: string, files: readonly Listed[]): void {
  writeWhole(join(folder, FILE_LIST), files.map(({ file, sum }) => `${sum}  ${file}\n`).join(''));
}

/** Whether the file is as a report wrote it, and no link stands on the way to it. */
function isOwn(folder: string, { file, sum }: Listed): boolean {
  if (foldersAbove(file).some((above) => !isKind(join(folder, above), 'folder'))) return false;
  const path = join(folder, file);
  return isKind(path, 'file') && sumOf(readFileSync(path)) === sum;
}

/** What a path itself is, whatever a link there leads to. */
function isKind(path: string, kind: 'file' | 'folder'): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return (kind === 'file' ? found?.isFile() : found?.isDirectory()) ?? false;
}

function sumOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function refuseForeign(folder: string, files: readonly Pick<Listed, 'file'>[], own: Own): void {
  for (const { file } of files) {
    const inTheWay = foldersAbove(file).find((above) => {
      const path = join(folder, above);
      return lstatSync(path, { throwIfNoEntry: false }) !== undefined && !isKind(path, 'folder');
    });
    const isTaken = lstatSync(join(folder, file), { throwIfNoEntry: false }) !== undefined && !own.has(file);
    const foreign = inTheWay ?? (isTaken ? file : undefined);
    if (foreign === undefined) continue;
    throw new SuiteError(
      `${join(folder, foreign)}: not written by an earlier report, so it is not replaced; name another folder or remove it`,
    );
  }
}

function stageFile(stage: string, { file, text }: ReportFile): Listed {
  const path = join(stage, file);
  const content = text();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return { file, sum: sumOf(content) };
}

/** Removes files of an earlier report, and the folders that are empty then. */
function removeFiles(folder: string, files: readonly string[]): void {
  for (const file of files) rmSync(join(folder, file), { force: true });
  for (const sub of new Set(files.flatMap(foldersAbove))) removeIfEmpty(join(folder, sub));
}

/** `a/b/c.html` gives `a/b`, then `a`. */
function foldersAbove(file: string): string[] {
  const parts = file.split('/').slice(0, -1);
  return parts.map((_, at) => parts.slice(0, parts.length - at).join('/'));
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'ENOENT'].includes(codeOf(error) ?? '')) throw error;
  }
}

function removeAll(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
