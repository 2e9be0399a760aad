/** Files that somebody named for us to read, or that lie in a folder of theirs. */
import { readFileSync, statSync } from 'node:fs';
import { SuiteError } from './failure.ts';

/**
 * Its bytes. A pipe is waited for, since a shell hands over such; a device may never end.
 *
 * @throws {Error} when it cannot be read, or is a device
 */
export function readGiven(file: string): Buffer {
  const stat = statSync(file);
  if (stat.isCharacterDevice() || stat.isBlockDevice())
    throw Object.assign(new Error('it is a device'), { code: 'ENODEV' });
  return readFileSync(file);
}

/**
 * The bytes of what lies in a folder, where nobody writes into a pipe for us.
 *
 * @throws {Error} when it cannot be read, or is no regular file
 */
export function readFound(file: string): Buffer {
  expectFile(file);
  return readFileSync(file);
}

/** @throws {SuiteError} when what lies in a folder is no regular file */
export function expectFile(file: string): void {
  if (!statSync(file).isFile()) throw new SuiteError(`${file}: is a folder, a pipe or a device; remove it`);
}
