/** The folder of a run that one process judged: its results and its pages. */
import { join } from 'node:path';
import type { ReportInput } from '../report/site/build.ts';
import { writeResults } from '../results/file.ts';
import { plain } from '../text/plain-text.ts';
import { plural } from '../text/quantities.ts';
import type { Host } from './host.ts';
import { inFolder } from './in-folder.ts';

/**
 * Writes `results.jsonl` and the pages.
 *
 * @returns a line that says where they are
 * @throws {SuiteError} when another process does not finish writing there, or something cannot be written
 */
export async function writeReportFolder(
  input: Pick<ReportInput, 'results' | 'evidence' | 'folder' | 'gateways'>,
  host: Pick<Host, 'stderr'>,
): Promise<string> {
  const { buildReport } = await import('../report/site/build.ts');
  const { folder, results } = input;
  return inFolder(folder, host, async () => {
    writeResults(join(folder, 'results.jsonl'), results);
    const pages = await buildReport(input);
    return plain(`${plural(pages, 'page')}: ${join(folder, 'index.html')}`);
  });
}
