/**
 * The style sheet and the script of the report, each bundled into one file from what lies beside this one. The build puts
 * their texts in the place of this module.
 */
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/** The text of each asset, by its file below the folder of the report. */
export function bundleAssets(): ReadonlyMap<string, string> {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const { outputFiles } = buildSync({
    absWorkingDir: here,
    entryPoints: { report: 'client/main.ts', 'report-style': 'styles/report.css' },
    outdir: here,
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['chrome120', 'firefox121', 'safari17.4'],
    legalComments: 'none',
    tsconfigRaw: {},
    logLevel: 'silent',
  });
  return new Map(outputFiles.map(({ path, text }) => [`report${extname(path)}`, text]));
}
