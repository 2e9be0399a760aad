/** Sends a response: at once, late, in pieces, or incomplete. */
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { HttpResponse } from '../evidence/exchange.ts';
import { frameLengths, isAwsEventStream } from '../evidence/frames/aws-event-stream.ts';

/** The network faults to simulate. */
export interface Network {
  /** Milliseconds before the first byte of every answer. */
  readonly latency?: number;
  /** Milliseconds between two pieces of a body; 0 by default. */
  readonly pace?: number;
  /** Stops sending before the first byte of an answer, or in the middle of its body. The connection stays open. */
  readonly stall?: 'before' | 'during';
  /** Resets the connection after this number of body bytes. With 0 only the header arrives. */
  readonly cut?: number;
  /** Closes the connection after every answer, although the answer announces keep-alive. */
  readonly closeKeptAlive?: boolean;
}

/** @param cutBody returns the lengths of the pieces of a body; by default one piece for each event of a stream */
export async function deliver(
  response: HttpResponse,
  to: ServerResponse,
  network: Network,
  cutBody?: (body: Uint8Array) => readonly number[],
): Promise<void> {
  const { latency = 0, pace = 0, stall, cut, closeKeptAlive = false } = network;
  if (latency > 0) await wait(latency);
  if (stall === 'before') return;
  to.on('error', () => to.destroy());
  const socket = to.socket;
  if (closeKeptAlive) to.once('finish', () => socket?.end());
  const pieces = piecesOf(response, cutBody);
  const { broken } = response;
  const declared =
    broken === undefined ? (pieces.length === 1 ? response.body.length : null) : broken.declared;
  to.writeHead(response.status, fieldsOf(response, declared));
  if (broken !== undefined) {
    for (const piece of pieces.slice(0, -1)) to.write(piece);
    to.write(pieces.at(-1) ?? '', () => socket?.end());
    return;
  }

  const end = stall === 'during' ? Math.ceil(response.body.length / 2) : (cut ?? response.body.length);
  if (cut !== undefined || stall !== undefined) {
    to.flushHeaders();
    to.write(response.body.subarray(0, end), () => {
      if (cut !== undefined) socket?.resetAndDestroy();
    });
    return;
  }
  for (const piece of pieces.slice(0, -1)) {
    to.write(piece);
    if (pace > 0) await wait(pace);
    if (to.destroyed) return;
  }
  to.end(pieces.at(-1));
}

/** @param length the value of `Content-Length`; null for a chunked body */
function fieldsOf({ headers }: HttpResponse, length: number | null): string[] {
  const fields = headers.flatMap(([name, values]) => values.flatMap((value) => [name, value]));
  return length === null ? fields : [...fields, 'Content-Length', String(length)];
}

/** Returns the pieces: as recorded, else as the dialect cuts the body, else one for each event, else the whole body. */
function piecesOf(
  { body, chunks, headers }: HttpResponse,
  cutBody: (body: Uint8Array) => readonly number[] = isStream(headers) ? eventLengths : () => [],
): Uint8Array[] {
  const lengths = chunks?.map(({ bytes }) => bytes) ?? cutBody(body);
  if (lengths.length === 0) return [body];
  let start = 0;
  return lengths.map((length) => {
    start += length;
    return body.subarray(start - length, start);
  });
}

function isStream(headers: HttpResponse['headers']): boolean {
  return headers.some(
    ([name, [value = '']]) => name.toLowerCase() === 'content-type' && /event-?stream/u.test(value),
  );
}

/** Returns the lengths of the frames, or of the parts that end with a blank line and of the rest. */
function eventLengths(body: Uint8Array): number[] {
  if (isAwsEventStream(body)) return frameLengths(body);
  return Buffer.from(body)
    .toString('latin1')
    .split(/(?<=\r\n\r\n|\n\n|\r\r)/u)
    .map((event) => event.length);
}
