/** Puts the pages of a report into their folder: written beside it first, and then moved there. */
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
import { codeOf, SuiteError, unwritten } from '../../system/failure.ts';
import { makeFolder } from '../../system/make-folder.ts';
import { writeWhole } from '../../system/write-file.ts';
import { byCodeUnit } from '../../text/order.ts';
import type { ReportFile } from './site-page.ts';

/**
 * Lists the files of a report with their SHA-256, as `sha256sum` does, so that the next report removes these and nothing
 * else: what has been changed since is somebody else's.
 */
const FILE_LIST = 'report-files.txt';
const LISTED = /^([\da-f]{64}) {2}(.+)$/u;
/** Where pages are before they are in place, and earlier ones before they are removed. */
const STAGE = /^\.report-[\da-f-]{36}\.tmp$/u;

/** A file of a report: its path below the folder, with forward slashes. */
interface Listed {
  readonly file: string;
  readonly sum: string;
}

/**
 * Replaces the files of an earlier report in the folder by those given; whatever else lies there stays. Folders are moved
 * whole where nothing else is in them, so a process that is stopped leaves the earlier report or the new one. What it
 * leaves besides is removed by the next.
 *
 * @throws {SuiteError} when a file that is not an earlier report's own would be replaced, or the folder cannot be written;
 *   an earlier report is then as it was
 */
export function placeReport(folder: string, files: readonly ReportFile[]): void {
  makeFolder(folder);
  const stage = join(folder, `.report-${randomUUID()}.tmp`);
  try {
    for (const name of readdirSync(folder)) if (STAGE.test(name)) removeAll(join(folder, name));
    const earlier = listedIn(folder).filter((listed) => isOwn(folder, listed));
    const own = new Set(earlier.map(({ file }) => file));
    refuseForeign(folder, files, own);
    const placed = files.map((file) => stageFile(join(stage, 'new'), file));
    // Until all are in place, the list names those before and those to come.
    writeList(folder, [...placed, ...earlier]);
    mkdirSync(join(stage, 'old'));
    new Move(folder, stage, own).all('');
    const kept = new Set(placed.map(({ file }) => file));
    removeFiles(
      folder,
      earlier.map(({ file }) => file).filter((file) => !kept.has(file)),
    );
    writeList(folder, placed);
  } catch (error) {
    throw codeOf(error) === null ? error : unwritten(folder, error);
  } finally {
    removeAll(stage);
  }
}

/** What the list in the folder names that lies below it. */
function listedIn(folder: string): Listed[] {
  const list = join(folder, FILE_LIST);
  if (!existsSync(list)) return [];
  return readFileSync(list, 'utf8')
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

function refuseForeign(folder: string, files: readonly ReportFile[], own: ReadonlySet<string>): void {
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

/** Takes staged files into the folder, with as few steps as can be. */
class Move {
  readonly #folder: string;
  readonly #stage: string;
  readonly #own: ReadonlySet<string>;
  #aside = 0;

  constructor(folder: string, stage: string, own: ReadonlySet<string>) {
    this.#folder = folder;
    this.#stage = stage;
    this.#own = own;
  }

  /** Everything that is staged below `at`, a path below the folder. The entrance comes last. */
  all(at: string): void {
    const names = readdirSync(join(this.#stage, 'new', at)).toSorted(byCodeUnit);
    const entrance = names.filter((name) => name === 'index.html');
    for (const name of [...names.filter((other) => other !== 'index.html'), ...entrance])
      this.#one(join(at, name));
  }

  #one(at: string): void {
    const [staged, place] = [join(this.#stage, 'new', at), join(this.#folder, at)];
    if (!existsSync(place)) renameSync(staged, place);
    else if (!isKind(place, 'folder')) renameSync(staged, place);
    else if (this.#isWhollyOwn(at)) {
      this.#aside += 1;
      renameSync(place, join(this.#stage, 'old', `${this.#aside}`));
      renameSync(staged, place);
    } else this.all(at);
  }

  #isWhollyOwn(at: string): boolean {
    return readdirSync(join(this.#folder, at), { recursive: true, withFileTypes: true }).every((entry) => {
      if (entry.isDirectory()) return true;
      const path = relative(this.#folder, join(entry.parentPath, entry.name));
      return this.#own.has(path.replaceAll('\\', '/'));
    });
  }
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
