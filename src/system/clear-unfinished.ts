/** What processes left behind that were stopped while they wrote. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isLock } from './lock.ts';
import { isUnfinished } from './write-file.ts';

/** Removes it, below a folder; for whoever has its lock. */
export function clearUnfinished(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (isUnfinished(name) && !isLock(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Removes the files among it that lie in a folder itself, whose own folders other processes may be writing. */
export function clearUnfinishedFiles(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isFile() && isUnfinished(entry.name) && !isLock(entry.name))
      rmSync(join(folder, entry.name), { force: true });
  }
}
