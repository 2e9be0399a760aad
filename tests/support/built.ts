/** What `npm ci` has built of the sources. */

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
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

/** Puts the command line and the specs of the package into a folder: those of `dist`, or else built for it. */
export function buildInto(folder: string): void {
  if (isBuilt()) cpSync('dist', folder, { recursive: true, filter: (file) => !file.endsWith('.cache') });
  else execFileSync(process.execPath, ['--import', 'tsx', 'build.ts', folder], { env: environment() });
}
