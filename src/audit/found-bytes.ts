/** What the files hold that an audit finds. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { mayBeRecording } from '../evidence/recordings/read-recording.ts';
import { TELLING_BYTES } from '../evidence/recordings/source.ts';
import type { FoundFile } from './find-files.ts';

/** Files up to so many bytes are read whole; of others the start tells whether that is worth it. */
const SMALL = 1_048_576;

/**
 * Null of a long file that is no recording. One without a length is empty, or the system makes its content while it is
 * read, as in `/proc`, where that may never end.
 *
 * @throws {Error} when it cannot be read
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
