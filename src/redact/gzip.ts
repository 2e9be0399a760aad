/** Bodies that are compressed although no header field says so: what is in them is in them all the same. */
import { gunzipSync, gzipSync } from 'node:zlib';

/** Far above any answer of a model, and low enough that a bomb does not take the memory. */
const LONGEST = 64 * 1024 * 1024;

/** What the body holds; null where it is not gzip, or cannot be read. */
export function gunzipped(body: Uint8Array): Uint8Array | null {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return null;
  try {
    return new Uint8Array(gunzipSync(body, { maxOutputLength: LONGEST }));
  } catch {
    return null;
  }
}

export function gzipped(body: Uint8Array): Uint8Array {
  return new Uint8Array(gzipSync(body));
}
