/** Resolves file names from untrusted input, which must stay below a given folder. */
import { realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * The path of a file below the folder; null if its name or a link on the way leads out of the folder, or if it is not a
 * regular file. A missing file has a path too; reading it then reports that it is missing.
 */
export function fileBelow(folder: string, name: string): string | null {
  const path = join(folder, name);
  if (leadsOut(folder, path)) return null;
  try {
    const real = realpathSync(path);
    return leadsOut(realpathSync(folder), real) || !statSync(real).isFile() ? null : path;
  } catch {
    return path;
  }
}

function leadsOut(folder: string, path: string): boolean {
  return relative(folder, path).split(sep)[0] === '..';
}
