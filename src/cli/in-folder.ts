/** Work in a folder that another command may use at the same time. */
import { whileLocked } from '../system/lock.ts';
import { plain } from '../text/plain-text.ts';
import type { Host } from './host.ts';

/**
 * Waits until no other process works in the folder, and prints that it waits.
 *
 * @throws {SuiteError} when the other process does not finish in time, or the folder cannot be written
 */
export function inFolder<T>(
  folder: string,
  host: Pick<Host, 'stderr'>,
  work: () => T | Promise<T>,
): Promise<T> {
  return whileLocked(folder, { tell: telling(host) }, work);
}

/** Prints to standard error what the command waits for. */
export function telling({ stderr }: Pick<Host, 'stderr'>): (line: string) => void {
  return (line) => void stderr.write(`${plain(line)}\n`);
}
