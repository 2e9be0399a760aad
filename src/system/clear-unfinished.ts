/** Removes unfinished files of processes that were stopped while they wrote. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isLock } from './lock.ts';
import { isUnfinished } from './write-file.ts';

/** Removes unfinished files anywhere below a folder. The caller must hold the folder's lock. */
export function clearUnfinished(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (isUnfinished(name) && !isLock(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Removes unfinished files directly in a folder, but not below it, where other processes may be writing. */
export function clearUnfinishedFiles(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isFile() && isUnfinished(entry.name) && !isLock(entry.name))
      rmSync(join(folder, entry.name), { force: true });
  }
}
