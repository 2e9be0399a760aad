import { Stryker } from '@stryker-mutator/core';
import { BUNDLE } from './proof-runner.ts';

const results = await new Stryker({
  testRunner: 'proof',
  plugins: ['./tests/mutation/proof-runner.ts'],
  testRunnerNodeArgs: ['--import', 'tsx'],
  coverageAnalysis: 'perTest',
  mutate: process.argv.slice(2),
  mutator: {
    plugins: null,
    excludedMutations: [
      'StringLiteral',
      'ObjectLiteral',
      'OptionalChaining',
      ...(process.env['EXCL']?.split(',') ?? []),
    ],
  },
  ignorePatterns: ['cassettes', 'reports', 'dist', 'bench', 'specs'],
  buildCommand: `esbuild tests/mutation/proof-tests.ts --bundle --platform=node --format=esm --packages=external --log-level=warning --outfile=${BUNDLE}`,
  ignorers: ['words'],
  ignoreStatic: process.env['STATIC'] === undefined,
  concurrency: 1,
  checkers: [],
  reporters: ['json', 'clear-text', 'progress'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportScoreTable: true },
  jsonReporter: { fileName: process.env['OUT'] ?? 'reports/mutation/mutation.json' },
  tempDirName: process.env['TEMP_DIR'] ?? 'reports/mutation/sandbox',
  disableTypeChecks: false,
  tsconfigFile: 'none',
  allowEmpty: false,
}).runMutationTest();
console.log(results.length);
