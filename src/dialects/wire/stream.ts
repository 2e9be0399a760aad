/** A stream of server-sent events whose data are JSON: what the dialects that speak it share. */
import type { Json, JsonObject, Reading } from '../../reading.ts';
import { isObject } from '../../reading.ts';
import { readSse, type SseEvent, type SseReading } from '../../sse/events.ts';
import { parseJson } from '../../wire-text.ts';

/** One event of a stream, parsed. */
export interface StreamEvent {
  readonly sse: SseEvent;
  /** `data: [DONE]`. */
  readonly done: boolean;
  /** Its data as JSON; undefined when it is none. */
  readonly json: Json;
}

/** A reading that keeps the events it was made from. */
export interface StreamedReading extends Reading {
  readonly events: readonly StreamEvent[];
}

/** One JSON object of an answer: a streamed chunk, or the whole buffered body (`event` null). */
export interface Chunk {
  readonly event: number | null;
  readonly json: JsonObject;
}

/** A stream as it came, and its events parsed. */
export interface EventStream {
  readonly stream: SseReading;
  readonly events: readonly StreamEvent[];
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
