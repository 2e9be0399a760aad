/**
 * `npm run mutation [-- --whole] [-- --seed 7] [-- file ...]`: breaks the checks on purpose, one condition at a time, and
 * runs the proof against each. It lists what survives and tests/mutation/survivors.ts does not explain, and ends with 1 where
 * that is more than one mutant of five.
 */
import { readFileSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { parseArgs } from 'node:util';
import type { MutantResult, MutantStatus } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import { filesWithRules, sampleOf } from './files.ts';
import { SURVIVORS } from './survivors.ts';

/** How much of the code a run without `--whole` breaks. */
const SHARE = 0.05;
/** How many of the mutants may survive without a reason. */
const TOLERATED = 0.2;
const FOLDER = 'reports/mutation';

const { values: options, positionals } = parseArgs({
  options: { whole: { type: 'boolean' }, seed: { type: 'string' } },
  allowPositionals: true,
});
const seed = Number(options.seed ?? Math.floor(Math.random() * 1000));
const files = positionals.length > 0 ? positionals : filesWithRules();
const isWhole = options.whole === true || positionals.length > 0;
if (!isWhole) console.log(`a sample of the checks, drawn with --seed ${seed}`);

const results = await new Stryker({
  mutate: isWhole ? files : sampleOf(files, SHARE, seed),
  mutator: {
    plugins: null,
    // Words and records are held against the generated catalogue, and the compiler refuses a ?. too few.
    excludedMutations: ['StringLiteral', 'ObjectLiteral', 'OptionalChaining'],
  },
  ignorers: ['words'],
  plugins: [new URL('./proof-runner.ts', import.meta.url).href],
  testRunner: 'proof',
  testRunnerNodeArgs: ['--import', 'tsx'],
  checkerNodeArgs: ['--import', 'tsx'],
  coverageAnalysis: 'perTest',
  buildCommand: 'node --import tsx tests/mutation/bundle.ts',
  ignorePatterns: ['/cassettes', '/reports', '/dist', '/bench', '/specs'],
  tempDirName: `${FOLDER}/sandbox`,
  // TypeScript 7 has no interface for programs, and the sandbox needs no other tsconfig.json.
  tsconfigFile: 'none',
  disableTypeChecks: false,
  concurrency: 1,
  reporters: ['html', 'json', 'progress-append-only'],
  htmlReporter: { fileName: `${FOLDER}/index.html` },
  jsonReporter: { fileName: `${FOLDER}/mutation.json` },
  allowEmpty: true,
  // A busy machine takes a multiple of the half minute that it needs.
  dryRunTimeoutMinutes: 20,
}).runMutationTest();

const explained = new Set(Object.values(SURVIVORS).flat());
const tested = results.filter(({ status }) => isCaught(status) || isAlive(status));
const alive = new Set(tested.filter(({ status }) => isAlive(status)).map(nameOf));
const unexplained = [...alive].filter((name) => !explained.has(name));
for (const family of new Set(tested.map(familyOf))) {
  const mutants = tested.filter((mutant) => familyOf(mutant) === family);
  const caught = mutants.filter(({ status }) => isCaught(status));
  console.log(`${family.padEnd(20)} ${caught.length} of ${mutants.length}`);
}
const caught = tested.filter(({ status }) => isCaught(status));
console.log(
  `${caught.length} of ${tested.length} mutants are caught; ${unexplained.length} survive unexplained`,
);
for (const name of unexplained) console.log(`survives: ${name}`);
process.exitCode = unexplained.length > tested.length * TOLERATED ? 1 : 0;

function isCaught(status: MutantStatus): boolean {
  return status === 'Killed' || status === 'Timeout';
}

function isAlive(status: MutantStatus): boolean {
  return status === 'Survived' || status === 'NoCoverage';
}

function familyOf({ fileName }: MutantResult): string {
  return basename(fileName, '.ts');
}

/** As `survivors.ts` names it: the file, the code, what it becomes. */
function nameOf({ fileName, location: { start, end }, replacement = '' }: MutantResult): string {
  const file = relative('.', fileName);
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .slice(start.line - 1, end.line);
  const last = lines.at(-1)?.slice(0, end.column - 1) ?? '';
  const code = [...lines.slice(0, -1), last].join('\n').slice(start.column - 1);
  return `${file}: ${code} -> ${replacement}`.replace(/\s+/gu, ' ');
}
