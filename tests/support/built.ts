/** The package as `npm ci` builds it from the sources. */

import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { environment } from './environment.ts';

/** Together with {@link FILES}, the sources of everything in `dist`. */
const FOLDERS = ['src', 'specs'];
const FILES = [
  'build.ts',
  'playwright.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.build.json',
];

/** Returns true if `dist` is up to date: no source file or source folder is newer than the file that is built last. */
export function isBuilt(): boolean {
  const last = join('dist', 'src', 'library', 'index.js');
  if (!existsSync(last)) return false;
  const { mtimeMs: built } = statSync(last);
  const sources = FOLDERS.flatMap((folder) => [
    folder,
    ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  ]);
  return [...sources, ...FILES].every((file) => statSync(file).mtimeMs <= built);
}

/**
 * Installs the package in a folder below the project, where it finds the project's dependencies. Copies `dist` if it is
 * up to date; otherwise builds the package.
 *
 * @returns the path of its program
 */
export function packageIn(folder: string): string {
  // Playwright transpiles files outside `node_modules`.
  const installed = join(folder, 'node_modules', 'toolcall-conformance');
  const dist = join(installed, 'dist');
  if (isBuilt()) cpSync('dist', dist, { recursive: true, filter: (file) => !file.endsWith('.cache') });
  else execFileSync(process.execPath, ['--import', 'tsx', 'build.ts', dist], { env: environment() });
  copyFileSync('package.json', join(installed, 'package.json'));
  symlinkSync(resolve('docs'), join(installed, 'docs'));
  return join(dist, 'cli', 'toolcall-conformance.cjs');
}
