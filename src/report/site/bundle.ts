/**
 * The style sheet and the scripts of the report, each bundled into one file from what lies beside this one. The build puts
 * reading the files that it bundled instead of this module.
 */
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { COMPARE_SCRIPT, MATRIX_SCRIPT } from '../../results/page-addresses.ts';
import { suiteCommit, suiteVersion } from '../../system/suite-version.ts';
import { JUDGE_SCRIPT, WORKER_SCRIPT } from './judge/addresses.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

const OPTIONS: BuildOptions = {
  absWorkingDir: here,
  outdir: here,
  bundle: true,
  minify: true,
  format: 'iife',
  target: ['chrome120', 'firefox121', 'safari17.4'],
  legalComments: 'none',
  tsconfigRaw: {},
  logLevel: 'silent',
};

let bundled: Promise<ReadonlyMap<string, string>> | undefined;

/** The text of each asset, by its path below the report's folder. A process bundles only once. */
export function bundleAssets(): Promise<ReadonlyMap<string, string>> {
  bundled ??= bundle();
  return bundled;
}

async function bundle(): Promise<ReadonlyMap<string, string>> {
  const [pages, matrix, compare, judge, worker] = await Promise.all([
    textsOf({ entryPoints: { report: 'client/main.ts', 'report-style': 'styles/report.css' } }),
    textsOf({ entryPoints: { matrix: 'client/matrix-main.ts' } }),
    textsOf({ entryPoints: { compare: 'client/compare-main.ts' } }),
    textsOf({ entryPoints: { judge: 'judge/browser/main.ts' } }),
    textsOf({ entryPoints: { worker: 'judge/browser/worker.tsx' }, plugins: [forBrowser], jsx: 'automatic' }),
  ]);
  return new Map([
    ...pages.map(({ path, text }) => [`report${extname(path)}`, text] as const),
    ...matrix.map(({ text }) => [MATRIX_SCRIPT, text] as const),
    ...compare.map(({ text }) => [COMPARE_SCRIPT, text] as const),
    ...judge.map(({ text }) => [JUDGE_SCRIPT, text] as const),
    ...worker.map(({ text }) => [WORKER_SCRIPT, `function judgeWorker() {\n${text}}\n`] as const),
  ]);
}

async function textsOf(options: BuildOptions): Promise<{ path: string; text: string }[]> {
  const { outputFiles = [] } = await build({ ...OPTIONS, ...options, write: false });
  return outputFiles;
}

/** Builds the judge for browsers: replaces what it uses of Node. */
const forBrowser: Plugin = {
  name: 'for-browser',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:zlib$/ }, () => ({ path: `${here}judge/browser/zlib.ts` }));
    onLoad({ filter: /[\\/]system[\\/]suite-version\.ts$/ }, () => ({
      contents: `
        export const suiteVersion = () => ${JSON.stringify(suiteVersion())};
        export const suiteCommit = () => ${JSON.stringify(suiteCommit())};`,
    }));
    // Proofs and the reference provider are loaded on demand, and no page needs them.
    onResolve({ filter: /^\./ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
  },
};
