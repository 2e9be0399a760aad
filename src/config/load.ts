/** Loads the matrix, in any process. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf, SuiteError } from '../system/failure.ts';
import { expectFile } from '../system/read-given.ts';
import { temporaryProblem } from '../system/temporary-folder.ts';
import { isObject } from '../text/json.ts';
import { asPattern } from '../text/shell-word.ts';
import { parseJson } from '../text/wire-text.ts';
import {
  CONFIGURATION,
  defineProviders,
  type Providers,
  type ProvidersInput,
  type Target,
  targetsOf,
} from './providers.ts';

/**
 * Returns the targets of a matrix file.
 *
 * @throws {SuiteError} see {@link loadProviders}
 */
export async function loadTargets(file: string): Promise<Target[]> {
  return targetsOf(await loadProviders(file));
}

/**
 * Returns the targets of the matrix that a run saved in its folder.
 *
 * @throws {SuiteError} see {@link loadProviders}; also when the file is not a regular file
 */
export async function loadKeptTargets(file: string): Promise<Target[]> {
  expectFile(file);
  return loadTargets(file);
}

/**
 * Loads the matrix from a file: a module whose default export is made by `defineProviders`, or the same as JSON.
 *
 * @param file the path, relative to the working directory
 * @throws {SuiteError} when the file is missing, cannot be run, or contains no valid matrix
 */
export async function loadProviders(file: string): Promise<Providers> {
  if (!existsSync(file)) throw new SuiteError(`${file}: no such file; name another with --config`);
  const stat = statSync(file);
  if (!stat.isFile() && !stat.isFIFO())
    throw new SuiteError(`${file}: is a folder or a device; name a file with --config`);
  let found: Matrix | undefined;
  try {
    found = file.endsWith('.json')
      ? jsonOf(file)
      : defaultOf(await importTypeScript(pathToFileURL(resolve(file)).href));
  } catch (error) {
    // The module calls `defineProviders`, which does not know the name of the file.
    if (error instanceof Error && error.name === 'SuiteError')
      throw new SuiteError(
        error.message.replaceAll(new RegExp(`^${asPattern(CONFIGURATION)}: `, 'gmu'), () => `${file}: `),
      );
    throw (
      temporaryProblem(error) ??
      new SuiteError(
        `${file}: cannot be run (${messageOf(error)}); correct it, or name another with --config`,
      )
    );
  }
  if (found?.providers === undefined) {
    throw new SuiteError(`${file}: has no default export; export default defineProviders({ ... })`);
  }
  return defineProviders({ providers: found.providers }, file);
}

/** @throws {SuiteError} when the file is not JSON; the message names the next step */
function jsonOf(file: string): Matrix {
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/u, ''));
  } catch (error) {
    throw new SuiteError(
      `${file}: is not JSON (${messageOf(error)}); mend it, or name another with --config`,
    );
  }
}

type Matrix = Partial<ProvidersInput>;

interface Module {
  readonly default?: Matrix & { readonly default?: Matrix };
}

/** Returns the default export. In a CommonJS project, it is nested in the default export of the module namespace. */
function defaultOf({ default: exported }: Module): Matrix | undefined {
  return exported?.default ?? exported;
}

/**
 * Imports natively when the process reads TypeScript (Playwright, tsx, newer Node), else with tsx. Newer Node does not
 * accept `export` in a project that declares itself CommonJS, so such a project is also imported with tsx.
 */
async function importTypeScript(url: string): Promise<Module> {
  const throughTsx = async () => (await import('tsx/esm/api')).tsImport(url, import.meta.url);
  if (nodeReadsTypeScript() && isCommonJs(url)) return throughTsx();
  try {
    return await import(url);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ERR_UNKNOWN_FILE_EXTENSION') throw error;
    return throughTsx();
  }
}

function nodeReadsTypeScript(): boolean {
  return 'typescript' in process.features && process.features.typescript !== false;
}

/** Returns true when the nearest package.json above a file has `"type": "commonjs"`. */
function isCommonJs(url: string): boolean {
  for (let folder = new URL('./', url); ; ) {
    const file = new URL('package.json', folder);
    if (existsSync(file)) {
      const json = parseJson(readFileSync(file, 'utf8'));
      return isObject(json) && json['type'] === 'commonjs';
    }
    const above = new URL('../', folder);
    if (above.href === folder.href) return false;
    folder = above;
  }
}
