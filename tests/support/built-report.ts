/** A report that is built for the tests of a file, in a folder of its own. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildReport, type ReportInput } from '../../src/report/site/build.ts';
import { fragment } from '../../src/results/page-addresses.ts';

export interface BuiltReport {
  readonly folder: string;
  /** Of every page, below the folder. */
  readonly files: readonly string[];
  /** The address of a page in a browser. */
  urlOf(file: string, anchor?: string): string;
  remove(): void;
}

/**
 * Its path has characters that mean something in an address.
 *
 * @param beside files that the pages link to and that others write, by their path below the folder
 */
export async function builtReport(
  input: Omit<ReportInput, 'folder'>,
  beside: Readonly<Record<string, string>> = {},
): Promise<BuiltReport> {
  const parent = mkdtempSync(join(tmpdir(), 'report-'));
  const folder = join(parent, 'a report #1 100%');
  await buildReport({ ...input, folder });
  for (const [file, text] of Object.entries(beside)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return {
    folder,
    files: readFileSync(join(folder, 'report-files.txt'), 'utf8')
      .split('\n')
      .map((line) => line.slice(66))
      .filter((file) => file.endsWith('.html')),
    urlOf: (file, anchor = '') =>
      `${pathToFileURL(join(folder, file)).href}${anchor === '' ? '' : `#${fragment(anchor)}`}`,
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}
