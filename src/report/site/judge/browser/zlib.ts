/**
 * What the reading of recordings asks of Node's zlib, for a browser: pako, which is zlib in JavaScript, and a decoder of
 * brotli. What arrived before a body was cut off is given, but of brotli, whose decoder wants all of it.
 */
import { decompress } from 'brotli/decompress.js';
import { gzip, Inflate, Z_OK, Z_SYNC_FLUSH } from 'pako';

export const constants = { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH: 1 };

interface Limit {
  /** More bytes are an error. */
  readonly maxOutputLength: number;
  /** Without it a body that was cut off is an error, too. */
  readonly finishFlush?: number;
}

export function gunzipSync(body: Uint8Array, limit: Limit): Uint8Array {
  return inflated(body, 31, limit);
}

export function inflateSync(body: Uint8Array, limit: Limit): Uint8Array {
  return inflated(body, 15, limit);
}

export function inflateRawSync(body: Uint8Array, limit: Limit): Uint8Array {
  return inflated(body, -15, limit);
}

export function gzipSync(body: Uint8Array): Uint8Array {
  return gzip(body);
}

/** @param windowBits zlib's way to name the format */
function inflated(body: Uint8Array, windowBits: number, { maxOutputLength, finishFlush }: Limit): Uint8Array {
  const inflate = new Inflate({ windowBits });
  const chunks: Uint8Array[] = [];
  let length = 0;
  inflate.onData = (chunk) => {
    length += chunk.length;
    if (length > maxOutputLength) throw tooLong(maxOutputLength);
    chunks.push(chunk);
  };
  inflate.push(body, Z_SYNC_FLUSH);
  if (inflate.err !== Z_OK) throw new Error(inflate.msg);
  if (finishFlush === undefined && !inflate.ended)
    throw Object.assign(new Error('unexpected end of file'), { code: 'Z_BUF_ERROR' });
  return joined(chunks, length);
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

export function brotliDecompressSync(body: Uint8Array, { maxOutputLength }: Limit): Uint8Array {
  const whole = decompress(body);
  if (whole.length > maxOutputLength) throw tooLong(maxOutputLength);
  return whole;
}

function tooLong(longest: number): Error {
  return new Error(`more than ${longest} bytes`);
}
