/** Reads an exchange of the Chat Completions dialect. Lenient: it never throws, whatever the bytes are. */
import type { Exchange } from '../../../evidence/exchange.ts';
import { type Chunk, chunksOf, readStream } from '../../../evidence/frames/event-stream.ts';
import {
  endOf,
  isStream,
  openExchange,
  readBuffered,
  readStreamed,
  unlessBrokenOff,
} from '../../../reading/exchange-reading.ts';
import { isPresent, listOf } from '../../../reading/presence.ts';
import { strayErrors } from '../../../reading/stray-errors.ts';
import type { StreamedReading } from '../../../reading/stream.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { terms } from '../terms.ts';
import { type AssembledAnswer, assemble, type CallDelta, isError } from './assemble.ts';
import { type ChatEnvelope, openEnvelope } from './envelope.ts';
import type { Part } from './paths.ts';
import { readRequest } from './request.ts';

export interface ChatReading extends StreamedReading {
  /**
   * The JSON objects of the answer, without the annotations of Azure's filter: the chunks, or the single buffered body.
   */
  readonly chunks: readonly Chunk[];
  readonly envelope: ChatEnvelope;
  /** Every tool-call delta of a stream, in order. */
  readonly callDeltas: readonly CallDelta[];
}

/** @param number its place in the conversation, from 1 */
export function readExchange(exchange: Exchange, number: number): ChatReading {
  return unlessBrokenOff(readAnswer(exchange, number), hasEndMark);
}

function hasEndMark({ others }: ChatReading): boolean {
  return others.some(({ done, sse }) => done && sse.terminated);
}

function readAnswer(exchange: Exchange, number: number): ChatReading {
  const { opened, answer } = openExchange(exchange, number, readRequest(exchange.request));
  if (answer !== null && isStream(opened.request, answer)) {
    const stream = readStream(answer);
    const streamed = readStreamed(opened, stream);
    const all = chunksOf(streamed.events);
    const chunks = all.filter(({ json }) => !isFilterAnnotation(json));
    const isWhole = chunks.length === all.length;
    const said = isWhole ? all : all.filter(({ json }) => !isFilterAnnotation(json) || isFiltered(json));
    const stray = strayErrors(streamed.others, stream);
    const assembled = assemble(said, 'delta', opened.request.json, stray);
    const torn = streamed.torn || hasStrayMessage(chunks, 'delta');
    return {
      ...streamed,
      torn,
      ...answerOf(chunks, 'delta', assembled, opened.request),
      ...foreignIn(chunks, 'shape/chunk'),
    };
  }
  const whole = readBuffered(opened);
  const chunks = isObject(whole.body) ? [{ event: null, json: whole.body }] : [];
  const assembled = assemble(answer === null ? [] : chunks, 'message', opened.request.json);
  const torn = hasStrayMessage(chunks, 'message');
  return {
    ...whole,
    torn,
    ...answerOf(chunks, 'message', { ...assembled, callDeltas: [] }, opened.request),
    ...foreignIn(chunks, 'shape/completion'),
  };
}

/** Reports a foreign answer: no object has a member of an answer or an error. */
function foreignIn(chunks: readonly Chunk[], check: string): Pick<ChatReading, 'foreign'> {
  const isOwn = ({ json: { choices, object, error } }: Chunk): boolean =>
    choices !== undefined ||
    isError(error) ||
    (typeof object === 'string' && object.startsWith('chat.completion'));
  return chunks.length === 0 || chunks.some(isOwn) ? {} : { foreign: check };
}

/**
 * Returns true if a choice has its message where no client looks. In a body, a choice without `message` counts as well.
 */
function hasStrayMessage(chunks: readonly Chunk[], part: Part): boolean {
  const isStray = (choice: Json): boolean =>
    isObject(choice) &&
    !isObject(choice[part]) &&
    (part === 'message' || isObject(choice['message']) || typeof choice['text'] === 'string');
  return chunks.some(({ json }) => listOf(json['choices']).some(isStray));
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

/**
 * Returns true for a chunk that annotates the answer without being part of it. Azure opens a stream with
 * prompt_filter_results, in a chunk without id and choices. Its asynchronous filter sends its results in separate
 * chunks. https://learn.microsoft.com/azure/ai-services/openai/concepts/content-streaming
 */
function isFilterAnnotation(json: JsonObject): boolean {
  const { choices, usage, error } = json;
  if (isPresent(usage) || isError(error) || !Array.isArray(choices)) return false;
  if (choices.length === 0) return PROMPT_FILTERS.some((name) => isPresent(json[name]));
  return choices.every(isAnnotated);
}

function isAnnotated(choice: Json): boolean {
  return (
    isObject(choice) &&
    !isPresent(choice['delta']) &&
    !isError(choice['error']) &&
    (isPresent(choice['content_filter_results']) || isPresent(choice['content_filter_offsets'])) &&
    (!isPresent(choice['finish_reason']) || choice['finish_reason'] === FILTERED)
  );
}

const FILTERED = 'content_filter';

/** The second name is from the first previews. */
const PROMPT_FILTERS = ['prompt_filter_results', 'prompt_annotations'];

/** Returns true if an annotation also ends its choice. */
function isFiltered({ choices }: JsonObject): boolean {
  return listOf(choices).some((choice) => isObject(choice) && choice['finish_reason'] === FILTERED);
}
