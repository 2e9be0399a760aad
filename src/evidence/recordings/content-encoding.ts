/** Undoes the compression of recorded bodies. Most recorders keep the header and store the body already decompressed. */
import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { codeOf } from '../../system/failure.ts';
import { isUtf8 } from '../../text/bytes.ts';
import { type HeaderFields, headerValues } from '../exchange.ts';

/** Far above all answers of a model in one recording, and low enough that a decompression bomb does not take the memory. */
export const LONGEST = 128 * 1024 * 1024;

/** What is wrong with a recording whose bodies are longer than that, and the next step. */
export const TOO_LONG = `the bodies of a file may come to ${LONGEST / 1024 / 1024} MiB, and these are longer; cut the file, or leave it out`;

/** The bytes that the bodies of one recording may still grow to: many small bombs are as bad as a large one. */
export class Decompression {
  #left = LONGEST;

  /**
   * The body as the application saw it. Codings that the bytes do not show are taken for undone by the recorder; gzip
   * shows itself also where the header was scrubbed.
   *
   * @throws {Error} when the bytes are compressed and cannot be decompressed, or the recording holds too much
   */
  undo(body: Uint8Array, headers: HeaderFields): Uint8Array {
    const whole = undoContentEncoding(body, headers, Math.max(1, this.#left));
    if (whole !== body) this.#left -= whole.length;
    if (this.#left < 0) throw new Error(TOO_LONG);
    return whole;
  }
}

/**
 * The body as the application saw it. Codings that the bytes do not show are taken for undone by the recorder; gzip
 * shows itself also where the header was scrubbed.
 *
 * @throws {Error} when the bytes are compressed and cannot be decompressed.
 */
export function undoContentEncoding(body: Uint8Array, headers: HeaderFields, longest = LONGEST): Uint8Array {
  const named = (headerValues(headers, 'content-encoding') ?? [])
    .flatMap((value) => value.split(','))
    .map((coding) => coding.trim().toLowerCase());
  try {
    return (named.length === 0 ? ['gzip'] : named).reduceRight(
      (undone, coding) => undo(undone, coding, longest),
      body,
    );
  } catch (error) {
    throw codeOf(error) === 'ERR_BUFFER_TOO_LARGE' ? new Error(TOO_LONG) : error;
  }
}

function undo(body: Uint8Array, coding: string, longest: number): Uint8Array {
  if (body.length === 0) return body;
  // What arrived before a recording was cut off is worth having.
  const zlib = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: longest };
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return isGzip(body) ? gunzipSync(body, zlib) : body;
    case 'deflate':
      if (isZlib(body)) return inflateSync(body, zlib);
      return isText(body) ? body : inflateRawSync(body, zlib);
    case 'br':
      return isText(body)
        ? body
        : brotliDecompressSync(body, {
            finishFlush: constants.BROTLI_OPERATION_FLUSH,
            maxOutputLength: longest,
          });
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

export function isGzip(body: Uint8Array): boolean {
  return body[0] === 0x1f && body[1] === 0x8b;
}

/** RFC 1950: method 8, and a header that is a multiple of 31. No JSON and no event stream starts so. */
export function isZlib(body: Uint8Array): boolean {
  const [method = 0, flags = 0] = body;
  return (method & 0x0f) === 8 && method >> 4 <= 7 && (method * 256 + flags) % 31 === 0 && !isText(body);
}

/** UTF-8 without control characters but for white space: nothing that is compressed looks so, but for a few bytes. */
function isText(body: Uint8Array): boolean {
  const head = body.subarray(0, 1024);
  const controls = head.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
  return !controls && isUtf8(body);
}
