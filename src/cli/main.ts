#!/usr/bin/env node
/** The program as a process: it ends with 0 (passed), 1 (conformance failures) or 2 (not done). */
import { watchOutlets } from './outlets.ts';
import { runProgram, tellError } from './program.ts';

// What ends before its command has ended was not done.
process.exitCode = 2;
let isLost = false;

const { stdin, stdout, stderr, env } = process;
watchOutlets({ stdout, stderr }, () => {
  isLost = true;
  process.exitCode = 2;
});
// What is thrown beside the command, as while a server answers, would end with 1, which is that of failures.
process.on('uncaughtException', (error) => process.exit(tellError(error, { stderr })));
const run = runProgram(process.argv.slice(2), {
  stdin,
  stdout,
  stderr,
  env,
  signals: process,
  runPlaywright: async (...given) => (await import('./playwright-run.ts')).runPlaywright(...given),
});
run.then((code) => {
  process.exitCode = isLost ? 2 : code;
});
