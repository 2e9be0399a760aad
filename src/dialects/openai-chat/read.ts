/** Reads an exchange of the Chat Completions dialect. Lenient: no bytes make it throw. */
import type { Exchange } from '../../evidence.ts';
import { isObject, type Json, type Turn } from '../../reading.ts';
import { decodeText, firstByte, OPENING_BRACE, parseJson } from '../../wire-text.ts';
import { errorMember } from '../wire/error.ts';
import { standingOf } from '../wire/standing.ts';
import { type Chunk, chunksOf, NO_STREAM, readStream, type StreamedReading } from '../wire/stream.ts';
import { assemble, type CallDelta } from './assemble.ts';
import { type Envelope, openEnvelope } from './envelope.ts';
import { readRequest } from './request.ts';
import { terms } from './terms.ts';

export interface ChatReading extends StreamedReading {
  /** The JSON objects of the answer, Azure's filter prelude left out: the chunks, or the one buffered body. */
  readonly chunks: readonly Chunk[];
  readonly envelope: Envelope;
  /** Every tool-call delta of a stream, in order. */
  readonly callDeltas: readonly CallDelta[];
}

/** @param number its place in the conversation, from 1 */
export function readExchange(exchange: Exchange, number: number): ChatReading {
  const request = readRequest(exchange.request);
  const standing = standingOf(exchange);
  const response = standing.kind === 'answered' ? exchange.response : null;
  if (response !== null && request.streaming && firstByte(response.body) !== OPENING_BRACE) {
    return readStreamed({ exchange, number, request, standing }, response.body);
  }
  const body = exchange.response === null ? undefined : parseJson(decodeText(exchange.response.body));
  const chunks = isObject(body) ? [{ event: null, json: body }] : [];
  const { turn } = assemble(response === null ? [] : chunks, 'message');
  return {
    exchange,
    number,
    request,
    standing,
    ...NO_STREAM,
    delivery: 'buffered',
    unreadable: response !== null && chunks.length === 0 ? 'the body is no JSON object' : null,
    body,
    error: errorMember(standing, body),
    turn,
    ...endOf(turn),
    audio: request.audio || hasAudio(chunks, 'message'),
    chunks,
    envelope: openEnvelope(chunks, 'message'),
    callDeltas: [],
  };
}

function readStreamed(
  basis: Pick<ChatReading, 'exchange' | 'number' | 'request' | 'standing'>,
  body: Uint8Array,
): ChatReading {
  const { stream, events } = readStream(body);
  const chunks = chunksOf(events).filter(({ json }) => !isFilterPrelude(json));
  const { turn, callDeltas } = assemble(chunks, 'delta');
  return {
    ...basis,
    delivery: 'streaming',
    eventEnds: stream.events.map(({ end }) => end),
    lastEvent: events.findLast(({ done }) => !done)?.sse.number ?? null,
    unreadable: null,
    body: undefined,
    error: null,
    turn,
    ...endOf(turn),
    audio: basis.request.audio || hasAudio(chunks, 'delta'),
    stream,
    events,
    chunks,
    envelope: openEnvelope(chunks, 'delta'),
    callDeltas,
  };
}

/** Azure opens a stream with prompt_filter_results in a chunk of no id and no choices. */
function isFilterPrelude(json: { readonly [key: string]: Json }): boolean {
  const { choices, usage, id } = json;
  return (
    Array.isArray(choices) && choices.length === 0 && (usage === undefined || usage === null) && id === ''
  );
}

function hasAudio(chunks: readonly Chunk[], part: 'delta' | 'message'): boolean {
  return chunks.some(
    ({ json }) =>
      Array.isArray(json['choices']) &&
      json['choices'].some(
        (choice: Json) => isObject(choice) && isObject(choice[part]) && isObject(choice[part]['audio']),
      ),
  );
}

function endOf(turn: Turn): { truncated: boolean; cutOff: boolean } {
  const finishes = turn.choices.flatMap((choice) => choice.finishes.map(({ value }) => value));
  const truncated = finishes.length === 0 && turn.errors.length === 0;
  return {
    truncated,
    cutOff: truncated || terms.cut.some((reason) => finishes.includes(reason)),
  };
}
