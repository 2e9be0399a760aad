/** Reads an exchange of the Converse dialect. Lenient: it never throws, whatever the bytes are. */
import type { Exchange } from '../../../evidence/exchange.ts';
import {
  type AwsFrame,
  isAwsEventStream,
  readAwsEventStream,
} from '../../../evidence/frames/aws-event-stream.ts';
import { type Chunk, chunksOf } from '../../../evidence/frames/event-stream.ts';
import type { BlockAnswer } from '../../../reading/blocks.ts';
import {
  endOf,
  isStream,
  openExchange,
  readBuffered,
  readStreamed,
  unlessBrokenOff,
} from '../../../reading/exchange-reading.ts';
import type { ErrorObject, Standing } from '../../../reading/reading.ts';
import { strayErrors } from '../../../reading/stray-errors.ts';
import type { StreamedReading } from '../../../reading/stream.ts';
import { isObject, type Json } from '../../../text/json.ts';
import { terms } from '../terms.ts';
import { assembleBody, assembleStream } from './assemble.ts';
import type { Block } from './block.ts';
import { type ConverseRequest, readRequest } from './request.ts';

export interface ConverseReading extends StreamedReading, Omit<BlockAnswer<Block>, 'turn'> {
  readonly request: ConverseRequest;
  /** The JSON objects of the answer: the events, or the single buffered body. */
  readonly chunks: readonly Chunk[];
  /** The frames of a stream; empty for a buffered answer. */
  readonly frames: readonly AwsFrame[];
}

/** @param number its place in the conversation, from 1 */
export function readExchange(exchange: Exchange, number: number): ConverseReading {
  return unlessBrokenOff(readAnswer(exchange, number), hasStop);
}

function hasStop({ chunks }: ConverseReading): boolean {
  return chunks.some(({ sse }) => sse?.name === 'messageStop' && sse.terminated);
}

function readAnswer(exchange: Exchange, number: number): ConverseReading {
  const { opened, answer } = openExchange(exchange, number, readRequest(exchange.request));
  if (answer !== null && (isAwsEventStream(answer) || isStream(opened.request, answer))) {
    const stream = readAwsEventStream(answer);
    const chunks = chunksOf(stream.events);
    const streamed = readStreamed(opened, stream);
    const assembled = assembleStream(chunks, strayErrors([], stream));
    const torn = streamed.torn || stream.frames.some(({ fault }) => fault !== null && fault !== 'cut');
    return { ...streamed, ...answerOf(assembled), torn, chunks, frames: stream.frames };
  }
  const whole = readBuffered(opened, errorOf);
  const { body } = whole;
  const chunks = isObject(body) ? [{ event: null, json: body }] : [];
  const assembled = answer !== null && isObject(body) ? assembleBody(body) : NOTHING;
  return { ...whole, ...answerOf(assembled), chunks, frames: [] };
}

const NOTHING: BlockAnswer<Block> = assembleStream([]);

function answerOf(
  assembled: BlockAnswer<Block>,
): BlockAnswer<Block> & Pick<ConverseReading, 'truncated' | 'cutOff' | 'audio'> {
  return { ...assembled, ...endOf(assembled.turn, terms.cut), audio: false };
}

/** The message is at the top level of the body, and the type is in a header. */
function errorOf({ kind }: Standing, body: Json): ErrorObject | null {
  return kind === 'refused' && isObject(body) ? { json: body, path: '' } : null;
}
