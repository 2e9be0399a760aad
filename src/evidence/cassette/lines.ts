/** On which line of its cassette an exchange begins. */
import { SuiteError } from '../../system/failure.ts';
import { fileBelow } from '../../system/file-below.ts';
import { readCassette } from './read.ts';

/**
 * @param folder of the cassettes
 * @param label how records name that folder
 * @returns a function from a cassette as records name it, and the number of an exchange, to the line; null when the
 *   recording cannot be read. The last recording is kept, since questions come cassette by cassette.
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
