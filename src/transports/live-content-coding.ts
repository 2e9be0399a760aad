/**
 * Responses that are compressed although `identity` was requested. They are recorded decompressed, because a compressed
 * recording is unreadable, for the judge too, and redaction finds no key in it.
 */
import type { Duplex } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import {
  type ArrivedChunk,
  endlessFailure,
  type HeaderFields,
  type HttpResponse,
  headerValues,
} from '../evidence/exchange.ts';
import { ArrivingBody } from './live-body.ts';

/** A response without its content coding; `failure` says why it is incomplete. */
export interface Decoded {
  readonly response: HttpResponse;
  readonly failure?: string;
}

/**
 * Removes the response's content coding. The chunks then describe the decompressed bytes of each piece that arrived.
 * `Content-Encoding` and `Content-Length` are removed, because they no longer hold. A body in an unknown coding is
 * dropped.
 *
 * @param limit how many bytes of the decompressed body are kept
 */
export async function undoContentCoding(response: HttpResponse, limit: number): Promise<Decoded> {
  const coding = codingOf(response.headers);
  if (coding === '' || response.body.length === 0) return { response };
  const decoder = decoderOf(coding);
  if (decoder === undefined) return unreadable(response, coding);
  const decoded = await decode(response, decoder, limit);
  // The header is wrong: the bytes are not compressed.
  if (decoded.broken && decoded.body.length === 0 && !looksCompressed(response.body, coding)) {
    return { response };
  }
  const failure = decoded.broken
    ? `the body is not the ${coding} that Content-Encoding promises; kept is what could be decompressed`
    : decoded.cut
      ? endlessFailure(limit)
      : undefined;
  return {
    response: {
      ...response,
      headers: response.headers.filter(([name]) => !/^content-(?:encoding|length)$/iu.test(name)),
      body: decoded.body.take(),
      chunks: decoded.body.chunks,
      provenComplete: response.provenComplete && failure === undefined,
    },
    ...(failure !== undefined && { failure }),
  };
}

function codingOf(headers: HeaderFields): string {
  const codings = (headerValues(headers, 'content-encoding') ?? [])
    .flatMap((value) => value.split(','))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  return codings.join(', ');
}

function decoderOf(coding: string): Duplex | undefined {
  if (coding === 'gzip' || coding === 'x-gzip') return createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  if (coding === 'deflate') return createInflate({ finishFlush: constants.Z_SYNC_FLUSH });
  if (coding === 'br') return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
  return undefined;
}

function unreadable(response: HttpResponse, coding: string): Decoded {
  return {
    response: { ...response, body: new Uint8Array(), chunks: [], provenComplete: false },
    failure: `the body came in the coding ${coding} though identity was asked for; its ${response.body.length} bytes are not kept`,
  };
}

interface DecodedBody {
  readonly body: ArrivingBody;
  readonly broken: boolean;
  readonly cut: boolean;
}

/** Writes the pieces one by one, as they arrived, so that the output of each piece is known. */
async function decode(response: HttpResponse, decoder: Duplex, limit: number): Promise<DecodedBody> {
  const body = new ArrivingBody(limit);
  let [broken, cut, now, from] = [false, false, 0, 0];
  decoder.on('data', (piece: Uint8Array) => {
    if (!cut) cut = !body.append(piece, now);
  });
  decoder.on('error', () => {
    broken = true;
  });
  // After an error, the decoder never calls the callback of a write.
  const closed = new Promise<void>((resolve) => decoder.once('close', resolve));
  for (const { bytes, at } of response.chunks ?? whole(response)) {
    if (broken || cut) break;
    now = at;
    const piece = response.body.subarray(from, from + bytes);
    await Promise.race([closed, new Promise<void>((resolve) => decoder.write(piece, () => resolve()))]);
    await nextTurn();
    from += bytes;
  }
  if (!broken && !cut) {
    decoder.end();
    await closed;
  }
  decoder.destroy();
  return { body, broken, cut };
}

function whole({ body }: HttpResponse): readonly ArrivedChunk[] {
  return [{ bytes: body.length, at: 0 }];
}

function looksCompressed([first, second]: Uint8Array, coding: string): boolean {
  if (coding === 'br') return false;
  return coding === 'deflate' ? first === 0x78 : first === 0x1f && second === 0x8b;
}
