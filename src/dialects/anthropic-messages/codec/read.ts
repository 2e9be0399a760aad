/** Reads an exchange of the Messages dialect. Lenient: it never throws, whatever the bytes are. */
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
  /** The JSON objects of the answer: the events, or the single buffered body. */
  readonly chunks: readonly Chunk[];
  /** The same chunks by type: a stream has thousands of deltas and few other events. */
  readonly byType: ReadonlyMap<string, readonly Chunk[]>;
  /** The chunks whose type is not a string. */
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

/** Returns true if no event has a type or an error. */
function isForeignStream(chunks: readonly Chunk[]): boolean {
  return (
    chunks.length > 0 && chunks.every(({ json: { type, error } }) => !isFilledText(type) && !isPresent(error))
  );
}

/** Returns true if the object is not a message at all. One failed check is enough then. */
function isNoMessage({ type, role, content, stop_reason: reason }: JsonObject): boolean {
  return ![type, role, content, reason].some(isPresent);
}

const NOTHING: AssembledMessage = assembleStream([]);

function saysSomething({ done, json }: StreamEvent): boolean {
  return !done && !(isObject(json) && json['type'] === 'ping');
}

/** Returns true if content, or an event about it, is not in a form that clients know. Missing parts may be in there. */
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
    // Consecutive events mostly have the same type, and a comparison is faster than a lookup.
    if (last.chunks === untyped || last.type !== type) {
      last = { type, chunks: byType.get(type) ?? [] };
      byType.set(type, last.chunks);
    }
    last.chunks.push(chunk);
  }
  return { byType, untyped };
}

/** Bedrock's errors have AWS's format: the message is at the top level. */
function errorOf(standing: Standing, body: Json, variant: MessagesVariant): ErrorObject | null {
  if (variant === 'bedrock' && standing.kind === 'refused' && isObject(body) && !isObject(body['error'])) {
    return { json: body, path: '' };
  }
  return errorMember(standing, body);
}
