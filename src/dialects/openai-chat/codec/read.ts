/** Reads an exchange of the Chat Completions dialect. Lenient: no bytes make it throw. */
import type { Exchange } from '../../../evidence/exchange.ts';
import { type Chunk, chunksOf, readStream } from '../../../evidence/frames/event-stream.ts';
import {
  endOf,
  isStream,
  openExchange,
  readBuffered,
  readStreamed,
} from '../../../reading/exchange-reading.ts';
import type { StreamedReading } from '../../../reading/stream.ts';
import { isObject, type Json } from '../../../text/json.ts';
import { terms } from '../terms.ts';
import { type AssembledAnswer, assemble, type CallDelta } from './assemble.ts';
import { type ChatEnvelope, openEnvelope } from './envelope.ts';
import type { Part } from './paths.ts';
import { readRequest } from './request.ts';

export interface ChatReading extends StreamedReading {
  /** The JSON objects of the answer, Azure's filter prelude left out: the chunks, or the one buffered body. */
  readonly chunks: readonly Chunk[];
  readonly envelope: ChatEnvelope;
  /** Every tool-call delta of a stream, in order. */
  readonly callDeltas: readonly CallDelta[];
}

/** @param number its place in the conversation, from 1 */
export function readExchange(exchange: Exchange, number: number): ChatReading {
  const { opened, answer } = openExchange(exchange, number, readRequest(exchange.request));
  if (answer !== null && isStream(opened.request, answer)) {
    const streamed = readStreamed(opened, readStream(answer));
    const chunks = chunksOf(streamed.events).filter(({ json }) => !isFilterPrelude(json));
    const assembled = assemble(chunks, 'delta', opened.request.json);
    return { ...streamed, ...answerOf(chunks, 'delta', assembled, opened.request) };
  }
  const whole = readBuffered(opened);
  const chunks = isObject(whole.body) ? [{ event: null, json: whole.body }] : [];
  const assembled = assemble(answer === null ? [] : chunks, 'message', opened.request.json);
  return { ...whole, ...answerOf(chunks, 'message', { ...assembled, callDeltas: [] }, opened.request) };
}

function answerOf(
  chunks: readonly Chunk[],
  part: Part,
  { turn, callDeltas, hasAudio }: AssembledAnswer,
  { audio }: ChatReading['request'],
): Pick<ChatReading, 'turn' | 'truncated' | 'cutOff' | 'audio' | 'chunks' | 'envelope' | 'callDeltas'> {
  return {
    turn,
    ...endOf(turn, terms.cut),
    audio: audio || hasAudio,
    chunks,
    envelope: openEnvelope(chunks, part),
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
