/** Recordings on disk: the files beside them, and parts of large ones. */
import { closeSync, openSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FilesBeside, PartOfFile } from './source.ts';

/** Reads files beside a recording. Follows no links, because they may lead anywhere. @param recording its path */
export function filesBeside(recording: string): FilesBeside {
  return (path) => {
    const file = join(realpathSync.native(dirname(recording)), path);
    const isFile = statSync(file, { throwIfNoEntry: false })?.isFile() === true;
    return isFile && realpathSync.native(file) === file ? readFileSync(file) : null;
  };
}

/** A file that stays open to read parts of it, until it is closed. */
export class PartsOfFile {
  readonly #path: string;
  #file: number | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  readonly part: PartOfFile = (start, end) => {
    this.#file ??= openSync(this.#path, 'r');
    const bytes = Buffer.allocUnsafe(end - start);
    return bytes.subarray(0, readSync(this.#file, bytes, 0, bytes.length, start));
  };

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
  }
}
