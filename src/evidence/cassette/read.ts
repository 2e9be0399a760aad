/** Reads cassettes from disk. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../system/failure.ts';
import { type Cassette, CassetteError } from './cassette.ts';
import { parseCassette } from './parse.ts';

/**
 * Reads the cassette at a path. Errors name it relative to the working folder, with forward slashes.
 *
 * @throws {CassetteError} when the file is missing or is not a cassette.
 */
export function readCassette(file: string): Cassette {
  const name = path.relative('', file).replaceAll(path.sep, '/');
  try {
    // A pipe or a device may never end.
    if (!statSync(file).isFile())
      throw new CassetteError(name, {}, 'is not a file; move it, or record it again');
    return parseCassette(readFileSync(file), name);
  } catch (error) {
    if (error instanceof CassetteError) throw error;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new CassetteError(name, {}, 'does not exist; a live run records it');
    }
    throw new CassetteError(name, {}, `cannot be read: ${messageOf(error)}`);
  }
}
