/** Reads files that the user named, or that are in a folder that the user named. */
import { readFileSync, statSync } from 'node:fs';
import { SuiteError } from './failure.ts';

/**
 * The bytes of a file that the user named. Waits for a pipe, because shells pass pipes; refuses a device, because it may
 * never end.
 *
 * @throws {Error} when the file cannot be read, or is a device
 */
export function readGiven(file: string): Buffer {
  const stat = statSync(file);
  if (stat.isCharacterDevice() || stat.isBlockDevice())
    throw Object.assign(new Error('it is a device'), { code: 'ENODEV' });
  return readFileSync(file);
}

/**
 * The bytes of a file that was found in a folder. Refuses a pipe, because nothing may ever write into it.
 *
 * @throws {Error} when the file cannot be read, or is not a regular file
 */
export function readFound(file: string): Buffer {
  expectFile(file);
  return readFileSync(file);
}

/** @throws {SuiteError} when the path is not a regular file */
export function expectFile(file: string): void {
  if (!statSync(file).isFile()) throw new SuiteError(`${file}: is a folder, a pipe or a device; remove it`);
}
