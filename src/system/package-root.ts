/** Where the package lies on the disk. */
import { existsSync } from 'node:fs';

/** The folder of package.json: somewhere above this file, and above what the build makes of it; else that of this file. */
export function packageRoot(): URL {
  const own = new URL('./', import.meta.url);
  for (let folder = own; ; ) {
    if (existsSync(new URL('package.json', folder))) return folder;
    const above = new URL('../', folder);
    if (above.href === folder.href) return own;
    folder = above;
  }
}
