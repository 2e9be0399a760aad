/** Work in a folder that another command may work in at the same time. */
import { whileLocked } from '../system/lock.ts';
import { plain } from '../text/plain-text.ts';
import type { Host } from './host.ts';

/**
 * Waits until no other process works in the folder, and says so.
 *
 * @throws {SuiteError} when another process goes on, or the folder cannot be written
 */
export function inFolder<T>(
  folder: string,
  host: Pick<Host, 'stderr'>,
  work: () => T | Promise<T>,
): Promise<T> {
  return whileLocked(folder, { tell: telling(host) }, work);
}

/** Tells on standard error what is waited for. */
export function telling({ stderr }: Pick<Host, 'stderr'>): (line: string) => void {
  return (line) => void stderr.write(`${plain(line)}\n`);
}
