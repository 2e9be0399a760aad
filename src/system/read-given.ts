/** A file that somebody named for us to read. */
import { readFileSync, statSync } from 'node:fs';

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
