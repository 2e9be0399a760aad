/** Builds the package as users run it, in a folder of the benchmark. */
import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param folder inside the project, so that its packages are found
 * @returns the path of the command line program, for node
 */
export function buildInto(folder: string): string {
  const dist = join(folder, 'dist');
  execFileSync('npx', ['tsx', 'build.ts', dist], { stdio: 'inherit' });
  copyFileSync('package.json', join(folder, 'package.json'));
  return join(dist, 'cli', 'toolcall-conformance.cjs');
}
