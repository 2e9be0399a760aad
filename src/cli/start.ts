#!/usr/bin/env node
/**
 * Starts the package's one-file command line with cached compiled code, because compiling takes V8 longer than `probe`
 * takes for a whole endpoint. The caches are beside the file, one for each command. So only those who can write to the
 * package can write to its cache. V8 rejects a cache of another Node version. If the folder is not writable, each start
 * compiles everything. (`module.enableCompileCache` does the same from Node 22.1 on, but keeps only the functions that
 * the first command used.)
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { optimiseLater } from '../system/optimise-later.ts';
import { writeWhole } from '../system/write-file.ts';

/** The hash of the file, set by the build; V8 itself compares only the length. */
declare const MAIN_HASH: string;
const DIGEST_BYTES = 32;

// Each recording leaves garbage when the next one is read. By default V8 lets the heap grow to several times the live
// data; collecting earlier costs little.
if (commandName() === 'audit') setFlagsFromString('--heap-growing-percent=20');
// A tap runs for long, and each exchange waits for it.
if (commandName() !== 'watch') optimiseLater();

const main = new URL('main.cjs', import.meta.url);
const filename = fileURLToPath(main);
const cache = `${filename}.${commandName()}.${MAIN_HASH}.cache`;
const cachedData = kept();
// Latin-1 is safe, because the build output is pure ASCII.
const script = new Script(readFileSync(filename, 'latin1'), {
  filename,
  ...(cachedData !== undefined && { cachedData }),
});
if (cachedData === undefined || script.cachedDataRejected) process.once('exit', keep);
script.runInThisContext()(createRequire(main), main.href, (name: string) => import(name));

/** Returns the name of the command. An unknown name ends with an error, and then no cache is written. */
function commandName(): string {
  const [command = ''] = process.argv.slice(2);
  const asksForHelp = process.argv.some((argument) => argument === '--help' || argument === '-h');
  return /^[a-z]+$/u.test(command) && !asksForHelp ? command : 'none';
}

/** Returns the cached code; undefined when it is missing or corrupt. V8 itself does not verify the content. */
function kept(): Buffer | undefined {
  try {
    const file = readFileSync(cache);
    const compiled = file.subarray(DIGEST_BYTES);
    return digestOf(compiled).equals(file.subarray(0, DIGEST_BYTES)) ? compiled : undefined;
  } catch {
    return undefined;
  }
}

/** Writes the cache on exit, because functions are compiled when they are first called. */
function keep(exitCode: number): void {
  if (exitCode > 1) return;
  const compiled = script.createCachedData();
  try {
    writeWhole(cache, Buffer.concat([digestOf(compiled), compiled]));
  } catch {
    // The package is not writable by this user.
  }
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
