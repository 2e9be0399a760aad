/** `results.jsonl` on the disk. */
import { SuiteError } from '../system/failure.ts';
import { readFound, readGiven } from '../system/read-given.ts';
import { writeWhole } from '../system/write-file.ts';
import { formatResults } from './jsonl.ts';
import { parseResults } from './read-jsonl.ts';
import type { Results } from './results.ts';

/**
 * Reads the results file that somebody named.
 *
 * @throws {SuiteError} when it cannot be read, or is not whole: `ResultsFileError`
 */
export function readResults(path: string): Results {
  return resultsIn(path, readGiven);
}

/**
 * The same for the results file of a folder.
 *
 * @throws {SuiteError} as {@link readResults} does
 */
export function readFoundResults(path: string): Results {
  return resultsIn(path, readFound);
}

function resultsIn(path: string, read: (path: string) => Buffer): Results {
  let text: string;
  try {
    text = read(path).toString();
  } catch (cause) {
    if (cause instanceof SuiteError) throw cause;
    const problem = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new SuiteError(`${path}: cannot be read (${problem}); name the results.jsonl of a run`, { cause });
  }
  return parseResults(text, path);
}

/**
 * Writes the results in one step: a reader finds the old file or the new one, never a part. Makes the folder.
 *
 * @throws {SuiteError} when the file cannot be written.
 */
export function writeResults(path: string, results: Results): void {
  writeWhole(path, formatResults(results));
}
