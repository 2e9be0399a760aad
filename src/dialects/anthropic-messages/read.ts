/** Reads an exchange of the Messages dialect. Lenient: no bytes make it throw. */
import type { Exchange } from '../../evidence.ts';
import {
  type ErrorReading,
  isObject,
  type Json,
  type Seen,
  type Standing,
  type Turn,
} from '../../reading.ts';
import { decodeText, firstByte, OPENING_BRACE, parseJson } from '../../wire-text.ts';
import { isAwsEventStream, readAwsEventStream } from '../wire/aws-event-stream.ts';
import { errorMember } from '../wire/error.ts';
import { standingOf } from '../wire/standing.ts';
import { type Chunk, chunksOf, NO_STREAM, readStream, type StreamedReading } from '../wire/stream.ts';
import { type Assembled, assembleBody, assembleStream, type Block, type BlockEvent } from './assemble.ts';
import { type MessagesRequest, readRequest } from './request.ts';
import { terms } from './terms.ts';
import type { Variant } from './variant.ts';

export interface MessagesReading extends StreamedReading {
  readonly request: MessagesRequest;
  readonly variant: Variant;
  /** The JSON objects of the answer: the events, or the one buffered body. */
  readonly chunks: readonly Chunk[];
  /** What message_start opened, or the body: the envelope of the answer. */
  readonly message: Seen<{ readonly [key: string]: Json }> | null;
  /** In the order in which they started. */
  readonly blocks: readonly Block[];
  /** Every content_block_* event of a stream, in order. */
  readonly blockEvents: readonly BlockEvent[];
}

/** @param number its place in the conversation, from 1 */
export function readExchange(exchange: Exchange, number: number): MessagesReading {
  const request = readRequest(exchange.request);
  const { variant } = request;
  const standing = standingOf(exchange);
  const response = standing.kind === 'answered' ? exchange.response : null;
  const basis = { exchange, number, request, variant, standing, audio: false };
  if (response !== null && request.streaming && firstByte(response.body) !== OPENING_BRACE) {
    return { ...basis, ...readStreamed(response.body) };
  }
  const body = exchange.response === null ? undefined : parseJson(decodeText(exchange.response.body));
  const chunks = isObject(body) ? [{ event: null, json: body }] : [];
  const assembled = response !== null && isObject(body) ? assembleBody(body) : NOTHING;
  return {
    ...basis,
    ...NO_STREAM,
    delivery: 'buffered',
    unreadable: response !== null && chunks.length === 0 ? 'the body is no JSON object' : null,
    body,
    error: errorOf(standing, body, variant),
    ...assembled,
    ...endOf(assembled.turn),
    chunks,
  };
}

const NOTHING: Assembled = assembleStream([]);

function readStreamed(
  body: Uint8Array,
): Omit<MessagesReading, 'exchange' | 'number' | 'request' | 'variant' | 'standing' | 'audio'> {
  const { stream, events } = isAwsEventStream(body) ? readAwsEventStream(body) : readStream(body);
  const chunks = chunksOf(events);
  const assembled = assembleStream(chunks);
  const last = events.findLast(({ done, json }) => !done && !(isObject(json) && json['type'] === 'ping'));
  return {
    delivery: 'streaming',
    eventEnds: stream.events.map(({ end }) => end),
    lastEvent: last?.sse.number ?? null,
    unreadable: null,
    body: undefined,
    error: null,
    ...assembled,
    ...endOf(assembled.turn),
    stream,
    events,
    chunks,
  };
}

/** Bedrock's errors are AWS's: the message stands at the top. */
function errorOf(standing: Standing, body: Json, variant: Variant): ErrorReading | null {
  if (variant === 'bedrock' && standing.kind === 'refused' && isObject(body) && !isObject(body['error'])) {
    return { json: body, path: '' };
  }
  return errorMember(standing, body);
}

function endOf(turn: Turn): { truncated: boolean; cutOff: boolean } {
  const finishes = turn.choices.flatMap((choice) => choice.finishes.map(({ value }) => value));
  const truncated = finishes.length === 0 && turn.errors.length === 0;
  return { truncated, cutOff: truncated || terms.cut.some((reason) => finishes.includes(reason)) };
}
