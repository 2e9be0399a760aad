#!/usr/bin/env node
/**
 * Starts the one file of the package's command line, with what V8 compiled of it before: to compile it anew takes longer
 * than `probe` takes for a whole endpoint. What is compiled lies beside the file, one for each command, so that only who
 * may write the package may write it; V8 refuses what another version of Node made. Where the folder cannot be written,
 * all is compiled each time. (`module.enableCompileCache` does the same from Node 22.1 on, but keeps of a file what the
 * first command used.)
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { writeWhole } from '../system/write-file.ts';

/** Of the file, set by the build; V8 itself compares lengths only. */
declare const MAIN_HASH: string;
const DIGEST_BYTES = 32;

// What a recording leaves behind is garbage with the next one; V8 lets it grow to several times what is in use, and
// collects it at little cost sooner.
if (commandName() === 'audit') setFlagsFromString('--heap-growing-percent=20');
// V8 optimises a function when so much of it has run, for what it has seen until then, and anew where that did not hold:
// a third of the processor time of an audit of some seconds. Later, it knows better (docs/speed.md). A tap runs on and on, and
// each exchange waits for it.
if (commandName() !== 'watch') setFlagsFromString('--interrupt-budget=600000');

const main = new URL('main.cjs', import.meta.url);
const filename = fileURLToPath(main);
const cache = `${filename}.${commandName()}.${MAIN_HASH}.cache`;
const cachedData = kept();
// Latin-1, since the build leaves nothing but ASCII in it.
const script = new Script(readFileSync(filename, 'latin1'), {
  filename,
  ...(cachedData !== undefined && { cachedData }),
});
if (cachedData === undefined || script.cachedDataRejected) process.once('exit', keep);
script.runInThisContext()(createRequire(main), main.href, (name: string) => import(name));

/** The command, as far as it can be told; an unknown name ends with an error, after which nothing is kept. */
function commandName(): string {
  const [command = ''] = process.argv.slice(2);
  const asksForHelp = process.argv.some((argument) => argument === '--help' || argument === '-h');
  return /^[a-z]+$/u.test(command) && !asksForHelp ? command : 'none';
}

/** Undefined where nothing was kept, or the disk has changed it: V8 does not look, and would run what it finds. */
function kept(): Buffer | undefined {
  try {
    const file = readFileSync(cache);
    const compiled = file.subarray(DIGEST_BYTES);
    return digestOf(compiled).equals(file.subarray(0, DIGEST_BYTES)) ? compiled : undefined;
  } catch {
    return undefined;
  }
}

/** At the end, since functions are compiled when they are first called. */
function keep(exitCode: number): void {
  if (exitCode > 1) return;
  const compiled = script.createCachedData();
  try {
    writeWhole(cache, Buffer.concat([digestOf(compiled), compiled]));
  } catch {
    // A package that only its owner may write.
  }
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
