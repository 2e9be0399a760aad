#!/usr/bin/env node
/** The program as a process. Its exit code is 0 (passed), 1 (conformance failures) or 2 (not done). */
import { watchOutlets } from './outlets.ts';
import { runProgram, tellError } from './program.ts';

// If the process ends before its command does, the exit code is 2.
process.exitCode = 2;
let isLost = false;

const { stdin, stdout, stderr, env } = process;
watchOutlets({ stdout, stderr }, () => {
  isLost = true;
  process.exitCode = 2;
});
// An error thrown outside of the command, such as in a server callback, would exit with 1, the code of failures.
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
