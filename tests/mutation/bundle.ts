/** Makes one file of the proof and of the specs that judge by single rules: it starts in a fraction of the time of hundreds. */
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { BUNDLE } from './proof-runner.ts';

await build({
  entryPoints: ['tests/mutation/proof-tests.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
  outfile: BUNDLE,
  plugins: [
    {
      name: 'collect tests',
      setup: ({ onResolve }) =>
        onResolve({ filter: /\/support\/test\.ts$/ }, () => ({
          path: resolve('tests/mutation/collected.ts'),
        })),
    },
  ],
});
