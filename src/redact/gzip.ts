/** Reads and writes gzip bodies. They may be compressed without a header field that says so. */
import { gunzipSync, gzipSync } from 'node:zlib';

/** In bytes. Far above any model's answer, and low enough that a decompression bomb does not exhaust the memory. */
const LONGEST = 64 * 1024 * 1024;

/** Returns the decompressed body; null when it is not gzip, or cannot be decompressed. */
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
