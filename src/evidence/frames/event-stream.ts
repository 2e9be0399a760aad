/** A body as events whose data are JSON, whatever frames them. */
import { isObject, type Json, type JsonObject } from '../../text/json.ts';
import { parseJson } from '../../text/wire-text.ts';
import { readSse, type SseEvent, type SseStream } from '../sse/events.ts';

/** One event of a stream, parsed. */
export interface StreamEvent {
  readonly sse: SseEvent;
  /** `data: [DONE]`. */
  readonly done: boolean;
  /** Its data as JSON; undefined when it is none. */
  readonly json: Json;
}

/** A stream as it came, and its events parsed. */
export interface EventStream {
  readonly stream: SseStream;
  readonly events: readonly StreamEvent[];
}

/** One JSON object of an answer: a streamed chunk, or the whole buffered body (`event` null). */
export interface Chunk {
  readonly event: number | null;
  readonly json: JsonObject;
}

export function readStream(body: Uint8Array): EventStream {
  const stream = readSse(body);
  return { stream, events: stream.events.map(readEvent) };
}

/** The JSON objects of a stream, each with its event. */
export function chunksOf(events: readonly StreamEvent[]): Chunk[] {
  const chunks: Chunk[] = [];
  for (const { json, sse } of events) if (isObject(json)) chunks.push({ event: sse.number, json });
  return chunks;
}

function readEvent(sse: SseEvent): StreamEvent {
  const done = sse.data.trim() === '[DONE]';
  return { sse, done, json: done ? undefined : parseJson(sse.data) };
}
