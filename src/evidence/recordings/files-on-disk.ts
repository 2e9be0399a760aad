/** The files beside a recording on the disk. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FilesBeside } from './source.ts';

/** A link may lead anywhere, so no file is read through one. @param recording its path */
export function filesBeside(recording: string): FilesBeside {
  return (path) => {
    const file = join(realpathSync.native(dirname(recording)), path);
    const isFile = statSync(file, { throwIfNoEntry: false })?.isFile() === true;
    return isFile && realpathSync.native(file) === file ? readFileSync(file) : null;
  };
}
