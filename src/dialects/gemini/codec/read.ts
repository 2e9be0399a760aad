/** Reads an exchange of the Gemini dialect. Lenient: it never throws, whatever the bytes are. */

import { unknownFields } from '../../../checks/unknown-fields.ts';
import type { Exchange } from '../../../evidence/exchange.ts';
import { type Chunk, chunksOf, readStream } from '../../../evidence/frames/event-stream.ts';
import { OPENING_BRACKET, readJsonArray } from '../../../evidence/frames/json-array.ts';
import { errorMember } from '../../../reading/error.ts';
import {
  isStream,
  openExchange,
  readBuffered,
  readStreamed,
  unlessBrokenOff,
} from '../../../reading/exchange-reading.ts';
import { isPresent } from '../../../reading/presence.ts';
import type { AnswerError, ErrorObject, Seen, Standing } from '../../../reading/reading.ts';
import { errorEvents, strayErrors } from '../../../reading/stray-errors.ts';
import type { StreamedReading } from '../../../reading/stream.ts';
import { isObject, type Json, wordOf } from '../../../text/json.ts';
import { firstByte, OPENING_BRACE } from '../../../text/wire-text.ts';
import { FLAGGED, terms } from '../terms.ts';
import { type Framing, generationOf } from './address.ts';
import { type AssembledContents, assemble } from './assemble.ts';
import { FIELDS } from './fields.ts';
import { type GeminiRequest, readRequest } from './request.ts';

export interface GeminiReading extends StreamedReading, Omit<AssembledContents, 'turn'> {
  readonly request: GeminiRequest;
  /** The JSON objects of the answer: the chunks, or the single buffered body. */
  readonly chunks: readonly Chunk[];
  /** The chunks without an error. */
  readonly sound: readonly Chunk[];
  /** The first place of each field that no reference defines. */
  readonly unknown: readonly Seen[];
  /** The framing of the stream; null if the answer is not a stream. */
  readonly framing: Framing | null;
  /** True if the array of a stream is closed; always true for other framing. */
  readonly closed: boolean;
  /** True for models of generation 3 or later, which validate signatures. */
  readonly strict: boolean;
  /** True if a finish reason says that the calls are not to be executed. */
  readonly flagged: boolean;
}

/** @param number its place in the conversation, from 1 */
export function readExchange(exchange: Exchange, number: number): GeminiReading {
  return unlessBrokenOff(readAnswer(exchange, number), hasEnd);
}

/** An array ends with its bracket. Server-sent events have no end mark, so the finish reason is the end. */
function hasEnd({ framing, closed, truncated, events }: GeminiReading): boolean {
  const isTerminated = events.at(-1)?.sse.terminated === true;
  return framing === 'array' ? closed : !truncated && isTerminated;
}

function readAnswer(exchange: Exchange, number: number): GeminiReading {
  const { opened, answer } = openExchange(exchange, number, readRequest(exchange.request));
  const { request } = opened;
  const framing = answer === null ? null : framingOf(answer, request);
  if (answer !== null && framing !== null) {
    const stream = framing === 'sse' ? { ...readStream(answer), closed: true } : readJsonArray(answer);
    const { closed } = stream;
    const streamed = readStreamed(opened, stream);
    const parts = chunksOf(stream.events);
    return {
      ...streamed,
      torn: streamed.torn || parts.some(hasStrayContent),
      ...answerOf(parts, request, strayErrors(streamed.others, stream)),
      framing,
      closed,
    };
  }
  const whole = readBuffered(opened, (standing, json) => errorOf(standing, json, request));
  const { body } = whole;
  const chunks = answer !== null && isObject(body) ? [{ event: null, json: body }] : [];
  const torn = chunks.some(hasStrayContent);
  return { ...whole, torn, ...answerOf(chunks, request), framing, closed: true };
}

/**
 * If a stream was requested, an array is a stream. An object counts as one chunk of an array unless server-sent events
 * were requested. Other JSON in place of a stream is a buffered answer.
 */
function framingOf(body: Uint8Array, { streaming, address }: GeminiRequest): Framing | null {
  const first = firstByte(body);
  if (streaming && first === OPENING_BRACKET) return 'array';
  if (streaming && first === OPENING_BRACE && address.framing !== 'sse') return 'array';
  return isStream({ streaming }, body) ? 'sse' : null;
}

/** Returns true if candidates, contents or parts have a wrong type. Missing parts may be in there. */
function hasStrayContent({ json: { candidates } }: Chunk): boolean {
  return isPresent(candidates) && !(Array.isArray(candidates) && candidates.every(hasListedParts));
}

function hasListedParts(candidate: Json): boolean {
  if (!isObject(candidate)) return false;
  const { content } = candidate;
  if (!isPresent(content)) return true;
  if (!isObject(content)) return false;
  const { parts } = content;
  return !isPresent(parts) || (Array.isArray(parts) && parts.every(isObject));
}

function answerOf(
  chunks: readonly Chunk[],
  { address, audio }: GeminiRequest,
  stray: readonly AnswerError[] = [],
): AssembledContents &
  Pick<
    GeminiReading,
    'chunks' | 'sound' | 'unknown' | 'truncated' | 'cutOff' | 'audio' | 'strict' | 'flagged'
  > {
  const assembled = assemble(chunks, address.variant, stray);
  const { turn, blocked } = assembled;
  const errors = errorEvents(turn);
  const finishes = turn.choices.flatMap((choice) => choice.finishes.map(({ value }) => wordOf(value)));
  const truncated = finishes.length === 0 && blocked === null && turn.errors.length === 0;
  const generation = generationOf(turn.model?.value ?? address.model);
  return {
    ...assembled,
    chunks,
    sound: errors.size === 0 ? chunks : chunks.filter(({ event }) => !errors.has(event)),
    unknown: unknownFields(chunks, () => FIELDS),
    truncated,
    cutOff: truncated || blocked !== null || finishes.some((reason) => terms.cut.includes(reason)),
    audio,
    strict: generation !== null && generation >= 3,
    flagged: finishes.some((reason) => FLAGGED.includes(reason)),
  };
}

/** The error of a stream framed as an array is in an array of one element; other errors are objects. */
function errorOf(standing: Standing, body: Json, { streaming, address }: GeminiRequest): ErrorObject | null {
  if (!streaming || address.framing === 'sse' || !Array.isArray(body)) return errorMember(standing, body);
  const error = errorMember(standing, body[0]);
  return error === null ? null : { ...error, path: `[0].${error.path}` };
}
