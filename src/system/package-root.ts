/** Finds the package on disk. */
import { existsSync } from 'node:fs';

/** The folder of package.json, above this file or its built form; if there is none, the folder of this file. */
export function packageRoot(): URL {
  const own = new URL('./', import.meta.url);
  for (let folder = own; ; ) {
    if (existsSync(new URL('package.json', folder))) return folder;
    const above = new URL('../', folder);
    if (above.href === folder.href) return own;
    folder = above;
  }
}
