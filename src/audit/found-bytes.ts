/** Reads the content of the files that an audit finds. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { mayBeRecording } from '../evidence/recordings/read-recording.ts';
import { TELLING_BYTES } from '../evidence/recordings/source.ts';
import type { FoundFile } from './find-files.ts';

/** Files up to this size in bytes are read whole. For larger files, the start decides whether they are read. */
const SMALL = 1_048_576;

/**
 * Returns the content; null for a long file that is not a recording. A file of size 0 is not read: it is empty, or the
 * system generates its content on reading, as in `/proc`, possibly without end.
 *
 * @throws {Error} when the file cannot be read
 */
export function bytesOf({ path, size }: Pick<FoundFile, 'path' | 'size'>): Uint8Array | null {
  if (size === 0) return new Uint8Array();
  return size <= SMALL || mayBeRecording(startOf(path)) ? readFileSync(path) : null;
}

function startOf(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.allocUnsafe(TELLING_BYTES);
    return head.subarray(0, readSync(file, head));
  } finally {
    closeSync(file);
  }
}
