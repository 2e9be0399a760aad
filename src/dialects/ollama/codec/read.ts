/** Reads an exchange of the Ollama dialect. Lenient: it never throws, whatever the bytes are. */

import type { Exchange } from '../../../evidence/exchange.ts';
import { type Chunk, chunksOf, type EventStream } from '../../../evidence/frames/event-stream.ts';
import { readJsonLines } from '../../../evidence/frames/json-lines.ts';
import {
  openExchange,
  readBuffered,
  readStreamed,
  unlessBrokenOff,
} from '../../../reading/exchange-reading.ts';
import { isPresent } from '../../../reading/presence.ts';
import type { ErrorObject, Standing } from '../../../reading/reading.ts';
import type { StreamedReading } from '../../../reading/stream.ts';
import { isObject, type Json } from '../../../text/json.ts';
import { parseJson } from '../../../text/wire-text.ts';
import { terms } from '../terms.ts';
import { type AssembledLines, assemble } from './assemble.ts';
import { type OllamaRequest, readRequest } from './request.ts';

export interface OllamaReading extends StreamedReading, Omit<AssembledLines, 'turn'> {
  readonly request: OllamaRequest;
  /** The JSON objects of the answer: the lines, or the single buffered body. */
  readonly chunks: readonly Chunk[];
}

/** @param number its place in the conversation, from 1 */
export function readExchange(exchange: Exchange, number: number): OllamaReading {
  return unlessBrokenOff(readAnswer(exchange, number), hasEnd);
}

function hasEnd({ chunks }: OllamaReading): boolean {
  return chunks.some(({ json, sse }) => json['done'] === true && sse?.terminated === true);
}

function readAnswer(exchange: Exchange, number: number): OllamaReading {
  const { opened, answer } = openExchange(exchange, number, readRequest(exchange.request));
  const stream = answer === null ? null : linesOf(answer, opened.request);
  if (stream !== null) {
    const chunks = chunksOf(stream.events);
    return { ...readStreamed(opened, stream), ...answerOf(chunks), chunks };
  }
  const whole = readBuffered(opened, errorOf);
  const { body } = whole;
  const chunks = answer !== null && isObject(body) ? [{ event: null, json: body }] : [];
  return { ...whole, ...answerOf(chunks), chunks };
}

/**
 * Returns the lines of a stream; null for a buffered answer. A stream of one line looks like a buffered answer, so the
 * request decides. Other JSON in place of a stream, or one object written over several lines, counts as buffered.
 */
function linesOf(body: Uint8Array, { streaming }: OllamaRequest): EventStream | null {
  const lines = readJsonLines(body);
  const [first, second] = lines.events;
  // JSON followed by another line is not one JSON value.
  if (first?.json !== undefined && second !== undefined)
    return streaming || isObject(first.json) ? lines : null;
  const json = parseJson(lines.stream.text.trim());
  const isStream = json === undefined || (isObject(json) && second === undefined);
  return streaming && isStream ? lines : null;
}

function answerOf(
  chunks: readonly Chunk[],
): AssembledLines & Pick<OllamaReading, 'truncated' | 'cutOff' | 'audio'> {
  const assembled = assemble(chunks);
  const { turn, done } = assembled;
  const finishes = turn.choices.flatMap((choice) => choice.finishes.map(({ value }) => value));
  const truncated = finishes.length === 0 && turn.errors.length === 0 && !done;
  const cutOff = truncated || terms.cut.some((reason) => finishes.includes(reason));
  return { ...assembled, truncated, cutOff, audio: false };
}

/** The message of an error is the member `error` itself. */
function errorOf({ kind }: Standing, body: Json): ErrorObject | null {
  return kind === 'refused' && isObject(body) && isPresent(body['error']) ? { json: body, path: '' } : null;
}
