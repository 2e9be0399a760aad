/** Where the package lies on the disk. */
import { existsSync } from 'node:fs';

/** The folder of package.json: somewhere above this file, and above what the build makes of it. */
export function packageRoot(): URL {
  let folder = new URL('./', import.meta.url);
  while (!existsSync(new URL('package.json', folder))) folder = new URL('../', folder);
  return folder;
}
