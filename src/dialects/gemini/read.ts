/** Reads an exchange of the Gemini dialect. Lenient: no bytes make it throw. */
import type { Exchange } from '../../evidence.ts';
import { type ErrorReading, isObject, type Json, type Standing } from '../../reading.ts';
import { decodeText, firstByte, OPENING_BRACE, parseJson } from '../../wire-text.ts';
import { errorMember } from '../wire/error.ts';
import { OPENING_BRACKET, readJsonArray } from '../wire/json-array.ts';
import { standingOf } from '../wire/standing.ts';
import { type Chunk, chunksOf, NO_STREAM, readStream, type StreamedReading } from '../wire/stream.ts';
import { type Framing, generationOf } from './address.ts';
import { type Assembled, assemble } from './assemble.ts';
import { type GeminiRequest, readRequest } from './request.ts';
import { FLAGGED, terms } from './terms.ts';

export interface GeminiReading extends StreamedReading, Omit<Assembled, 'turn'> {
  readonly request: GeminiRequest;
  /** The JSON objects of the answer: the chunks, or the one buffered body. */
  readonly chunks: readonly Chunk[];
  /** How the stream came; null when it did not come as one. */
  readonly framing: Framing | null;
  /** The array of a stream is closed; true for the other framing. */
  readonly closed: boolean;
  /** A model of generation 3 or later, which validates signatures. */
  readonly strict: boolean;
  /** The provider finished a candidate by saying that its calls are not to be executed. */
  readonly flagged: boolean;
}

/** @param number its place in the conversation, from 1 */
export function readExchange(exchange: Exchange, number: number): GeminiReading {
  const request = readRequest(exchange.request);
  const standing = standingOf(exchange);
  const response = standing.kind === 'answered' ? exchange.response : null;
  const framing = response === null ? null : framingOf(response.body, request);
  if (response !== null && framing !== null) {
    return readStreamed({ exchange, number, request, standing }, response.body, framing);
  }
  const body = exchange.response === null ? undefined : parseJson(decodeText(exchange.response.body));
  const chunks = response !== null && isObject(body) ? [{ event: null, json: body }] : [];
  return {
    exchange,
    number,
    request,
    standing,
    ...NO_STREAM,
    delivery: 'buffered',
    unreadable: response !== null && chunks.length === 0 ? 'the body is no JSON object' : null,
    body,
    error: errorOf(standing, body),
    ...answerOf(chunks, request),
    framing: null,
    closed: true,
  };
}

/** An object where a stream of events was due is a buffered answer; where an array was due it is one chunk. */
function framingOf(body: Uint8Array, { streaming, address }: GeminiRequest): Framing | null {
  if (!streaming) return null;
  const first = firstByte(body);
  if (first === OPENING_BRACKET) return 'array';
  if (first !== OPENING_BRACE) return 'sse';
  return address.framing === 'sse' ? null : 'array';
}

function readStreamed(
  basis: Pick<GeminiReading, 'exchange' | 'number' | 'request' | 'standing'>,
  body: Uint8Array,
  framing: Framing,
): GeminiReading {
  const { stream, events, closed } =
    framing === 'sse' ? { ...readStream(body), closed: true } : readJsonArray(body);
  return {
    ...basis,
    delivery: 'streaming',
    eventEnds: stream.events.map(({ end }) => end),
    lastEvent: events.findLast(({ done }) => !done)?.sse.number ?? null,
    unreadable: null,
    body: undefined,
    error: null,
    ...answerOf(chunksOf(events), basis.request),
    stream,
    events,
    framing,
    closed,
  };
}

function answerOf(
  chunks: readonly Chunk[],
  { address, audio }: GeminiRequest,
): Assembled & Pick<GeminiReading, 'chunks' | 'truncated' | 'cutOff' | 'audio' | 'strict' | 'flagged'> {
  const assembled = assemble(chunks, address.variant);
  const { turn, blocked } = assembled;
  const finishes = turn.choices.flatMap((choice) => choice.finishes.map(({ value }) => String(value)));
  const truncated = finishes.length === 0 && blocked === null && turn.errors.length === 0;
  const generation = generationOf(turn.model?.value ?? address.model);
  return {
    ...assembled,
    chunks,
    truncated,
    cutOff: truncated || blocked !== null || finishes.some((reason) => terms.cut.includes(reason)),
    audio,
    strict: generation !== null && generation >= 3,
    flagged: finishes.some((reason) => FLAGGED.includes(reason)),
  };
}

/** A refusal of a stream that is an array comes in an array of one. */
function errorOf(standing: Standing, body: Json): ErrorReading | null {
  if (!Array.isArray(body)) return errorMember(standing, body);
  const error = errorMember(standing, body[0]);
  return error === null ? null : { ...error, path: `[0].${error.path}` };
}
