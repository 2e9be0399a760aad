/** Where the package lies on the disk. */
import { existsSync } from 'node:fs';

/**
 * The folder of package.json: two above this file and above the one file of the command line, three above what the
 * compiler makes of this file.
 */
export function packageRoot(): URL {
  const [near, far] = [new URL('../../', import.meta.url), new URL('../../../', import.meta.url)];
  return existsSync(new URL('package.json', near)) ? near : far;
}
