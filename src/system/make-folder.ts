/** Makes folders with their missing parents. */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { unwritten } from './failure.ts';

/**
 * Makes the folder and its missing parents. (`mkdir` with `recursive` never ends in Node 20 below `/proc`, where the system
 * reports that the parent of a new folder is missing.)
 *
 * @throws {SuiteError} when it cannot be made
 */
export function makeFolder(folder: string): void {
  const missing: string[] = [];
  for (let at = resolve(folder); !existsSync(at); at = dirname(at)) missing.push(at);
  try {
    for (const one of missing.toReversed()) makeOne(one);
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error('is a file'), { code: 'ENOTDIR' });
  } catch (cause) {
    throw unwritten(folder, cause);
  }
}

/** Another process may make it at the same time. */
function makeOne(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}
