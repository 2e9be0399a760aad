/** Reads an exchange of the Gemini dialect. Lenient: no bytes make it throw. */

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
  /** The JSON objects of the answer: the chunks, or the one buffered body. */
  readonly chunks: readonly Chunk[];
  /** Those of the answer proper: not those that carry an error. */
  readonly sound: readonly Chunk[];
  /** The first place of every field that no reference defines. */
  readonly unknown: readonly Seen[];
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
  return unlessBrokenOff(readAnswer(exchange, number), hasEnd);
}

/** The end of an array is its bracket; a stream of events has no end mark, so that the finish reason is what ends it. */
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
 * An array is a stream wherever one was asked for, and an object one chunk of it where an array was due. Other JSON in the
 * place of a stream is a buffered answer.
 */
function framingOf(body: Uint8Array, { streaming, address }: GeminiRequest): Framing | null {
  const first = firstByte(body);
  if (streaming && first === OPENING_BRACKET) return 'array';
  if (streaming && first === OPENING_BRACE && address.framing !== 'sse') return 'array';
  return isStream({ streaming }, body) ? 'sse' : null;
}

/** What was to be a list of parts, or holds it, is none, so that what is missing may be in there. */
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

/** A refusal of a stream that is an array comes in an array of one; any other is an object. */
function errorOf(standing: Standing, body: Json, { streaming, address }: GeminiRequest): ErrorObject | null {
  if (!streaming || address.framing === 'sse' || !Array.isArray(body)) return errorMember(standing, body);
  const error = errorMember(standing, body[0]);
  return error === null ? null : { ...error, path: `[0].${error.path}` };
}
