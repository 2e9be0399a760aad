/**
 * `npm run build`, beside the compiler: the command line of the package in one file, what starts it, and the specs that
 * Playwright loads. The libraries are in them; what starts processes of its own, or is found in the user's project, stays outside.
 *
 * `tsx build.ts [folder]`, which is `dist` unless another one is named.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { bundleAssets } from './src/report/site/bundle.ts';

const [folder = 'dist'] = process.argv.slice(2);
/** As deep as `src/cli`, so that paths to files of the package are the same in both. */
const outdir = join(folder, 'cli');

/** The report's style sheet and scripts, which a checkout bundles for each report, are files of the package. */
const assetsFolder = join(folder, 'assets');
const assets: Plugin = {
  name: 'assets',
  setup({ onLoad }) {
    onLoad({ filter: /report[\\/]site[\\/]bundle\.ts$/ }, async () => {
      const bundled = await bundleAssets();
      mkdirSync(assetsFolder, { recursive: true });
      for (const [file, text] of bundled) writeFileSync(join(assetsFolder, file), text);
      return {
        contents: `
          import { readFileSync } from 'node:fs';
          const textOf = (file) => readFileSync(new URL('../assets/' + file, import.meta.url), 'utf8');
          export const bundleAssets = async () => new Map(${JSON.stringify([...bundled.keys()])}.map((file) => [file, textOf(file)]));`,
      };
    });
  },
};

const OPTIONS: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  // Names stay, and lines are short, so that the trace of a bug can be read.
  minifySyntax: true,
  minifyWhitespace: true,
  lineLimit: 160,
  legalComments: 'inline',
  outdir,
  outExtension: { '.js': '.cjs' },
  logLevel: 'warning',
};

rmSync(folder, { recursive: true, force: true });
const { outputFiles } = await build({
  ...OPTIONS,
  entryPoints: ['src/cli/main.ts'],
  // Some packages have a form for bundlers beside one that asks for its parts only when it runs.
  mainFields: ['module', 'main'],
  external: ['@playwright/test', 'allure', 'tsx'],
  plugins: [assets],
  // A function, which `start.ts` calls.
  banner: { js: '(function (require, mainUrl, importModule) {' },
  footer: { js: '})' },
  define: { 'import.meta.url': 'mainUrl' },
  write: false,
});
// Playwright loads files of its own accord, and no TypeScript from a project's packages.
await build({
  ...OPTIONS,
  entryPoints: [
    'playwright.config.ts',
    'specs/conversations.spec.ts',
    'src/playwright/reporter.ts',
    'src/report/allure-tests.ts',
  ],
  format: 'esm',
  splitting: true,
  mainFields: ['module', 'main'],
  external: ['@playwright/test', 'allure', 'allure-playwright', 'tsx'],
  outdir: join(folder, 'suite'),
  outbase: '.',
  outExtension: { '.js': '.js' },
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
});
const [main] = outputFiles;
if (main === undefined) throw new Error('esbuild wrote no file');
mkdirSync(outdir, { recursive: true });
// In ASCII alone, which is read without decoding. What is left of other characters stands in comments and patterns.
const text = main.text
  // `import()` has no answer in what V8 compiled before, so `start.ts` answers it.
  .replaceAll('await import(', 'await importModule(')
  .replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
writeFileSync(join(outdir, 'main.cjs'), text);
await build({
  ...OPTIONS,
  entryPoints: { 'toolcall-conformance': 'src/cli/start.ts' },
  banner: { js: "const startUrl = require('node:url').pathToFileURL(__filename).href;" },
  define: {
    'import.meta.url': 'startUrl',
    MAIN_HASH: JSON.stringify(createHash('sha256').update(text).digest('hex').slice(0, 16)),
  },
});
