/** Files that others name, and that must lie in a folder that was given. */
import { realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * The path of a file below the folder; null where its name, or a link on the way to it, leads out, or where it is no
 * regular file. A file that is missing has a path: whoever reads it says that it is missing.
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
