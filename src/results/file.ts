/** Reads and writes `results.jsonl` files. */
import { SuiteError } from '../system/failure.ts';
import { readFound, readGiven } from '../system/read-given.ts';
import { writeWhole } from '../system/write-file.ts';
import { formatResults } from './jsonl.ts';
import { parseResults } from './read-jsonl.ts';
import type { Results } from './results.ts';

/**
 * Reads a results file that the user named.
 *
 * @throws {SuiteError} when the file cannot be read; a `ResultsFileError` when it is invalid
 */
export function readResults(path: string): Results {
  return resultsIn(path, readGiven);
}

/**
 * Reads a results file that was found in a folder.
 *
 * @throws {SuiteError} see {@link readResults}
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
 * Writes the results atomically: a reader sees the old file or the new one, never a part. Creates the folder.
 *
 * @throws {SuiteError} when the file cannot be written
 */
export function writeResults(path: string, results: Results): void {
  writeWhole(path, formatResults(results));
}
