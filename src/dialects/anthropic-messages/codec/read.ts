/** Reads an exchange of the Messages dialect. Lenient: no bytes make it throw. */
import type { Exchange } from '../../../evidence/exchange.ts';
import { isAwsEventStream, readAwsEventStream } from '../../../evidence/frames/aws-event-stream.ts';
import { type Chunk, chunksOf, readStream, type StreamEvent } from '../../../evidence/frames/event-stream.ts';
import { errorMember } from '../../../reading/error.ts';
import {
  endOf,
  isStream,
  openExchange,
  readBuffered,
  readStreamed,
  unlessBrokenOff,
} from '../../../reading/exchange-reading.ts';
import { isFilledText, isPresent } from '../../../reading/presence.ts';
import type { ErrorObject, Standing } from '../../../reading/reading.ts';
import { strayErrors } from '../../../reading/stray-errors.ts';
import type { StreamedReading } from '../../../reading/stream.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { terms } from '../terms.ts';
import { type AssembledMessage, assembleBody, assembleStream } from './assemble.ts';
import { type MessagesRequest, readRequest } from './request.ts';
import type { MessagesVariant } from './variant.ts';

export interface MessagesReading extends StreamedReading, Omit<AssembledMessage, 'turn'> {
  readonly request: MessagesRequest;
  readonly variant: MessagesVariant;
  /** The JSON objects of the answer: the events, or the one buffered body. */
  readonly chunks: readonly Chunk[];
  /** The same by their type: a stream is thousands of deltas and a few others. */
  readonly byType: ReadonlyMap<string, readonly Chunk[]>;
  /** Those whose type is no text. */
  readonly untyped: readonly Chunk[];
}

/** @param number its place in the conversation, from 1 */
export function readExchange(exchange: Exchange, number: number): MessagesReading {
  return unlessBrokenOff(readAnswer(exchange, number), hasStop);
}

function hasStop({ byType }: MessagesReading): boolean {
  return (byType.get('message_stop') ?? []).some(({ sse }) => sse?.terminated === true);
}

function readAnswer(exchange: Exchange, number: number): MessagesReading {
  const { opened, answer } = openExchange(exchange, number, readRequest(exchange.request));
  const { variant } = opened.request;
  if (answer !== null && isStream(opened.request, answer)) {
    const stream = isAwsEventStream(answer) ? readAwsEventStream(answer) : readStream(answer);
    const chunks = chunksOf(stream.events);
    const streamed = readStreamed(opened, stream, saysSomething);
    return {
      ...streamed,
      torn: streamed.torn || hasStrayContent(chunks),
      ...answerOf(chunks, assembleStream(chunks, strayErrors(streamed.others, stream))),
      variant,
      ...(isForeignStream(chunks) ? { foreign: 'framing/data-is-json' } : {}),
    };
  }
  const whole = readBuffered(opened, (standing, body) => errorOf(standing, body, variant));
  const { body } = whole;
  const chunks = isObject(body) ? [{ event: null, json: body }] : [];
  const assembled = answer !== null && isObject(body) ? assembleBody(body) : NOTHING;
  const isForeign = chunks.some(({ json }) => isNoMessage(json) && !isPresent(json['error']));
  const foreign = isForeign ? { foreign: 'shape/completion' } : {};
  return { ...whole, ...answerOf(chunks, assembled), torn: hasStrayContent(chunks), variant, ...foreign };
}

/** No event says of what type it is, nor what went wrong. */
function isForeignStream(chunks: readonly Chunk[]): boolean {
  return (
    chunks.length > 0 && chunks.every(({ json: { type, error } }) => !isFilledText(type) && !isPresent(error))
  );
}

/** Some other object came, of which one failure is enough. */
function isNoMessage({ type, role, content, stop_reason: reason }: JsonObject): boolean {
  return ![type, role, content, reason].some(isPresent);
}

const NOTHING: AssembledMessage = assembleStream([]);

function saysSomething({ done, json }: StreamEvent): boolean {
  return !done && !(isObject(json) && json['type'] === 'ping');
}

/** What was to be content, or an event about it, is none that clients know, so that what is missing may be in there. */
function hasStrayContent(chunks: readonly Chunk[]): boolean {
  return chunks.some(({ event, json: { type, content, content_block: block, delta, error } }) => {
    if (event === null) return !Array.isArray(content) || !content.every(isBlock);
    if (type === 'content_block_start') return !isBlock(block);
    return type === 'message_delta' ? !isObject(delta) : !isFilledText(type) && !isPresent(error);
  });
}

function isBlock(block: Json): boolean {
  return isObject(block) && isFilledText(block['type']);
}

function answerOf(
  chunks: readonly Chunk[],
  assembled: AssembledMessage,
): AssembledMessage & Pick<MessagesReading, 'truncated' | 'cutOff' | 'audio' | 'chunks' | keyof Sorted> {
  return { ...assembled, ...endOf(assembled.turn, terms.cut), audio: false, chunks, ...sorted(chunks) };
}

type Sorted = Pick<MessagesReading, 'byType' | 'untyped'>;

function sorted(chunks: readonly Chunk[]): Sorted {
  const byType = new Map<string, Chunk[]>();
  const untyped: Chunk[] = [];
  let last = { type: '', chunks: untyped };
  for (const chunk of chunks) {
    const { type } = chunk.json;
    if (typeof type !== 'string') {
      untyped.push(chunk);
      continue;
    }
    // Neighbours are mostly of one type, and to compare is quicker than to look up.
    if (last.chunks === untyped || last.type !== type) {
      last = { type, chunks: byType.get(type) ?? [] };
      byType.set(type, last.chunks);
    }
    last.chunks.push(chunk);
  }
  return { byType, untyped };
}

/** Bedrock's errors are AWS's: the message stands at the top. */
function errorOf(standing: Standing, body: Json, variant: MessagesVariant): ErrorObject | null {
  if (variant === 'bedrock' && standing.kind === 'refused' && isObject(body) && !isObject(body['error'])) {
    return { json: body, path: '' };
  }
  return errorMember(standing, body);
}
