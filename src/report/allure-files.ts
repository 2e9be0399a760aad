/** The folder of Allure results that Allure makes its report from. */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Results } from '../results/results.ts';
import { makeFolder } from '../system/make-folder.ts';
import { type AllureResultsOptions, allureResultsOf } from './allure-results.ts';

const FILE_NAME = /^\d+-verdict-[0-9a-f]{32}-result\.json$/;

/**
 * Writes the verdicts of a run into a folder of Allure results, which is made when missing. Results that an earlier
 * call wrote there are removed; those of others (allure-playwright) stay.
 *
 * @returns how many results were written.
 */
export async function writeAllureResults(
  results: Results,
  folder: string,
  options: AllureResultsOptions = {},
): Promise<number> {
  makeFolder(folder);
  const earlier = (await readdir(folder)).filter((name) => FILE_NAME.test(name));
  await Promise.all(earlier.map((name) => rm(join(folder, name))));
  const written = allureResultsOf(results, options);
  // At once, not in turn: making a file can be slow (0.05 to 0.7 ms), and this halves it.
  await Promise.all(
    written.map((result, index) =>
      writeFile(join(folder, `${fileNumber(index)}-${result.uuid}-result.json`), JSON.stringify(result)),
    ),
  );
  return written.length;
}

/** Allure shows results that start together in the order of their files. */
function fileNumber(index: number): string {
  return String(index).padStart(6, '0');
}
