/** `docs`: the parts of docs/ that come from code. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { checkCatalogue } from '../catalogue/check-catalogue.ts';
import { faultMatrix } from '../catalogue/fault-matrix.ts';
import { resultsSchema } from '../results/schema.ts';
import { SuiteError } from '../system/failure.ts';

/** Path, relative to the project, and what it holds. */
const GENERATED: readonly { readonly file: string; readonly text: () => string | Promise<string> }[] = [
  { file: 'docs/checks.md', text: checkCatalogue },
  { file: 'docs/fault-matrix.md', text: faultMatrix },
  { file: 'docs/results.schema.json', text: resultsSchema },
];

/** @throws {SuiteError} with `onlyCheck`, naming every file that is not as generated. */
export async function writeDocs(onlyCheck: boolean): Promise<void> {
  const made = await Promise.all(GENERATED.map(async ({ file, text }) => ({ file, text: await text() })));
  const stale = made.filter(({ file, text }) => !existsSync(file) || readFileSync(file, 'utf8') !== text);
  if (onlyCheck) {
    if (stale.length === 0) return;
    throw new SuiteError(stale.map(({ file }) => `${file}: not as generated; run npm run docs`).join('\n'));
  }
  mkdirSync('docs', { recursive: true });
  for (const { file, text } of stale) writeFileSync(file, text);
}
