/** Finds the line of a cassette on which an exchange begins. */
import { SuiteError } from '../../system/failure.ts';
import { fileBelow } from '../../system/file-below.ts';
import { readCassette } from './read.ts';

/**
 * @param folder the folder of the cassettes
 * @param label the name of that folder in records
 * @returns a function from the name of a cassette in records, and the number of an exchange, to the line; null if the
 *   recording cannot be read. It caches the last recording, because callers ask cassette by cassette.
 */
export function linesIn(
  folder: string,
  label: string,
): (cassette: string, exchange: number) => number | null {
  let last: { readonly cassette: string; readonly lines: readonly number[] } | undefined;
  return (cassette, exchange) => {
    if (last?.cassette !== cassette) {
      const path = fileBelow(folder, cassette.slice(label.length + 1));
      last = { cassette, lines: path === null ? [] : read(path) };
    }
    return last.lines[exchange - 1] ?? null;
  };
}

function read(path: string): number[] {
  try {
    return readCassette(path).interactions.map(({ line }) => line);
  } catch (error) {
    if (error instanceof SuiteError) return [];
    throw error;
  }
}
