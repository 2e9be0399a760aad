/** Puts the files of a report into their folder: writes them beside it first, then moves them. */
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
  /** The path below the report's folder, with forward slashes. */
  readonly file: string;
  readonly text: () => string | Uint8Array;
}

/**
 * Lists the files of a report with their SHA-256, in the format of `sha256sum`. The next report removes only these files,
 * and only if they are unchanged.
 */
const FILE_LIST = 'report-files.txt';
const LISTED = /^([\da-f]{64}) {2}(.+)$/u;
/** The staging folder: new files before they move, and earlier ones before they are removed. */
const STAGE = /^\.report-[\da-f-]{36}\.tmp$/u;

/** A file of a report: its path below the folder, with forward slashes. */
interface Listed {
  readonly file: string;
  readonly sum: string;
}
type Own = Map<string, Listed>;

/**
 * Replaces the files of an earlier report in the folder with the given ones; all other files stay. Nothing moves before
 * all files are written beside it; then folders without other files move as a whole. So a stopped process leaves the
 * earlier report or the new one; if it stopped between two moves, {@link finishReport} completes them.
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
    // The list comes last: a staging folder that has one is complete.
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
 * Lists the files that an earlier version of the suite, which kept no list, wrote into the folder, so that the next report
 * replaces them.
 *
 * @param isOwn returns true if such a version wrote the file
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
 * Completes what a stopped process left: moves a completely staged report into place, and removes an incomplete one. The
 * caller must hold the folder's lock.
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

/** Moves the staged files into the folder, and removes those of earlier reports. A second call continues an interrupted one. */
function takeIn(folder: string, stage: string): void {
  const [placed, earlier] = [listedIn(stage), ownIn(folder)];
  refuseForeign(folder, placed, earlier);
  // Until all files are in place, the list names both the earlier and the new ones.
  writeList(folder, [...placed, ...earlier.values()]);
  for (const [from, to] of [...movesOf(folder, stage, earlier, '')]) renameSync(from, to);
  for (const { file } of placed) earlier.delete(file);
  removeFiles(folder, [...earlier.keys()]);
  writeList(folder, placed);
  rmSync(join(stage, FILE_LIST));
}

/** The moves for everything staged below `at`, a path below the folder: as few as possible, the entry page last. */
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

/** Everything below `at` that is not a folder, as paths below the report's folder. Does not follow links. */
function leavesBelow(folder: string, at: string): string[] {
  return readdirSync(join(folder, at), { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

/** The files in the folder that are unchanged since an earlier report wrote them, by path. */
function ownIn(folder: string): Own {
  return new Map(
    listedIn(folder).flatMap((listed) => (isOwn(folder, listed) ? [[listed.file, listed]] : [])),
  );
}

/** The entries of the list whose paths are below the folder. */
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

/** Returns true if the path stays below the folder and has the form that reports write. */
function isBelow(file: string): boolean {
  return file.split(/[\\/]/u).every((part) => !['', '.', '..'].includes(part)) && !file.includes('\0');
}

function writeList(folder: string, files: readonly Listed[]): void {
  writeWhole(join(folder, FILE_LIST), files.map(({ file, sum }) => `${sum}  ${file}\n`).join(''));
}

/** Returns true if the file is unchanged since a report wrote it, and its path contains no link. */
function isOwn(folder: string, { file, sum }: Listed): boolean {
  if (foldersAbove(file).some((above) => !isKind(join(folder, above), 'folder'))) return false;
  const path = join(folder, file);
  return isKind(path, 'file') && sumOf(readFileSync(path)) === sum;
}

/** Checks what a path itself is, without following a link. */
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

/** Removes files of an earlier report, and the folders that become empty. */
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
