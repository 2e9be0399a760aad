/** What `npm ci` has built of the sources. */

import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { environment } from './environment.ts';

/** Everything in `dist` comes from these. */
const FOLDERS = ['src', 'specs'];
const FILES = [
  'build.ts',
  'playwright.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.build.json',
];

/** Whether `dist` is as the sources are: none of them, and no folder of theirs, is newer than what is built last. */
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
 * Installs the package in a folder below the project, whose packages it finds there: what is in `dist`, or else what is
 * built for it.
 *
 * @returns the file of its program
 */
export function packageIn(folder: string): string {
  // What Playwright finds elsewhere than below `node_modules`, it transpiles.
  const installed = join(folder, 'node_modules', 'toolcall-conformance');
  const dist = join(installed, 'dist');
  if (isBuilt()) cpSync('dist', dist, { recursive: true, filter: (file) => !file.endsWith('.cache') });
  else execFileSync(process.execPath, ['--import', 'tsx', 'build.ts', dist], { env: environment() });
  copyFileSync('package.json', join(installed, 'package.json'));
  symlinkSync(resolve('docs'), join(installed, 'docs'));
  return join(dist, 'cli', 'toolcall-conformance.cjs');
}
