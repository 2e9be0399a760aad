/** Decompresses recorded bodies. Most recorders keep the header, but store the body already decompressed. */
import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { codeOf } from '../../system/failure.ts';
import { isUtf8 } from '../../text/bytes.ts';
import { type HeaderFields, headerValues } from '../exchange.ts';

/** A limit far above the answers in any recording, and low enough that a decompression bomb cannot fill the memory. */
export const LONGEST = 128 * 1024 * 1024;

/** The error for a recording whose bodies exceed the limit, with the next step. */
export const TOO_LONG = `the bodies of a file may come to ${LONGEST / 1024 / 1024} MiB, and these are longer; cut the file, or leave it out`;

/** A decompressed body. */
export interface Undone {
  readonly bytes: Uint8Array;
  /** True if its compressed form breaks off; the part before that is kept. */
  readonly cutOff: boolean;
}

/** Limits the decompressed size of all bodies of one recording together: many small bombs are as bad as a large one. */
export class Decompression {
  #left = LONGEST;

  /**
   * The body as the application saw it. If the bytes do not look compressed, the recorder has already decompressed them; gzip
   * is recognised even without the header.
   *
   * @throws {Error} when the bytes are compressed and cannot be decompressed, or the recording is too large
   */
  undo(body: Uint8Array, headers: HeaderFields): Undone {
    const undone = undoContentEncoding(body, headers, Math.max(1, this.#left));
    if (undone.bytes !== body) this.#left -= undone.bytes.length;
    if (this.#left < 0) throw new Error(TOO_LONG);
    return undone;
  }
}

/**
 * The body as the application saw it. If the bytes do not look compressed, the recorder has already decompressed them; gzip
 * is recognised even without the header.
 *
 * @throws {Error} when the bytes are compressed and cannot be decompressed.
 */
export function undoContentEncoding(body: Uint8Array, headers: HeaderFields, longest = LONGEST): Undone {
  const named = (headerValues(headers, 'content-encoding') ?? [])
    .flatMap((value) => value.split(','))
    .map((coding) => coding.trim().toLowerCase());
  const undoAll = (limit: Limit) =>
    (named.length === 0 ? ['gzip'] : named).reduceRight(
      (undone, coding) => undo(undone, coding, limit),
      body,
    );
  const whole = { maxOutputLength: longest };
  try {
    return { bytes: undoAll(whole), cutOff: false };
  } catch (error) {
    if (codeOf(error) === 'Z_BUF_ERROR')
      return { bytes: undoAll({ ...whole, finishFlush: constants.Z_SYNC_FLUSH }), cutOff: true };
    throw codeOf(error) === 'ERR_BUFFER_TOO_LARGE' ? new Error(TOO_LONG) : error;
  }
}

/** Options of a decoder; with a flush, it returns what it has if its input ends too early. */
interface Limit {
  readonly maxOutputLength: number;
  readonly finishFlush?: number;
}

function undo(body: Uint8Array, coding: string, limit: Limit): Uint8Array {
  if (body.length === 0) return body;
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return isGzip(body) ? gunzipSync(body, limit) : body;
    case 'deflate':
      if (isZlib(body)) return inflateSync(body, limit);
      return isText(body) ? body : inflateRawSync(body, limit);
    case 'br':
      return isText(body) ? body : brotliDecompressSync(body, ofBrotli(limit));
    case 'zstd':
    case 'compress':
    case 'x-compress':
    case 'dcb':
    case 'dcz':
    case 'snappy':
    case 'lz4':
      if (isText(body)) return body;
      throw new Error(`${coding} is not supported; record without it in Accept-Encoding`);
    default:
      return body;
  }
}

function ofBrotli(limit: Limit): Limit {
  return limit.finishFlush === undefined
    ? limit
    : { ...limit, finishFlush: constants.BROTLI_OPERATION_FLUSH };
}

export function isGzip(body: Uint8Array): boolean {
  return body[0] === 0x1f && body[1] === 0x8b;
}

/** RFC 1950: method 8, and a header that is a multiple of 31. No JSON and no event stream starts with these bytes. */
export function isZlib(body: Uint8Array): boolean {
  const [method = 0, flags = 0] = body;
  return (method & 0x0f) === 8 && method >> 4 <= 7 && (method * 256 + flags) % 31 === 0 && !isText(body);
}

/** UTF-8 without control characters except white space; compressed data of more than a few bytes is never like this. */
function isText(body: Uint8Array): boolean {
  const head = body.subarray(0, 1024);
  const controls = head.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
  return !controls && isUtf8(body);
}
