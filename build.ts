/**
 * `npm run build` runs this in addition to the compiler. It builds the package's command line as one file, the program
 * that starts it, and the specs that Playwright loads. Libraries are bundled, except those that start processes of
 * their own or come from the user's project.
 *
 * `tsx build.ts [folder]`; the default folder is `dist`.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { bundleAssets } from './src/report/site/bundle.ts';

const [folder = 'dist'] = process.argv.slice(2);
/** Has the same depth as `src/cli`, so that paths to files of the package are the same in both. */
const outdir = join(folder, 'cli');

/** The report's style sheet and scripts. A checkout bundles them for each report; in the package they are files. */
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
  // Keeps names and short lines, so that stack traces are readable.
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
  // Some packages have a form for bundlers, and another one that requires its parts only at run time.
  mainFields: ['module', 'main'],
  external: ['@playwright/test', 'allure', 'tsx'],
  plugins: [assets],
  // The file is a function, which `start.ts` calls.
  banner: { js: '(function (require, mainUrl, importModule) {' },
  footer: { js: '})' },
  define: { 'import.meta.url': 'mainUrl' },
  write: false,
});
// Playwright loads these files itself, and loads no TypeScript from a project's packages.
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
// The file is pure ASCII, so it can be read without decoding. The remaining other characters are in comments and
// patterns.
const text = main.text
  // `import()` does not work in code that V8 loads from a cache, so `start.ts` provides a function for it.
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
