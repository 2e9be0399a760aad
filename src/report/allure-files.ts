/** Writes the folder of results from which Allure makes its report. */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Results } from '../results/results.ts';
import { makeFolder } from '../system/make-folder.ts';
import { type AllureResultsOptions, allureResultsOf } from './allure-results.ts';

const FILE_NAME = /^\d+-verdict-[0-9a-f]{32}-result\.json$/;

/**
 * Writes the verdicts of a run into a folder of Allure results. Creates the folder if it is missing. Removes results of
 * an earlier call; results of other tools (allure-playwright) stay.
 *
 * @returns the number of results written
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
  // Writes concurrently, because creating a file can be slow (0.05 to 0.7 ms). This halves the time.
  await Promise.all(
    written.map((result, index) =>
      writeFile(join(folder, `${fileNumber(index)}-${result.uuid}-result.json`), JSON.stringify(result)),
    ),
  );
  return written.length;
}

/** Allure shows results with the same start time in the order of their file names. */
function fileNumber(index: number): string {
  return String(index).padStart(6, '0');
}
