/** A body as events with JSON data, in any framing. */
import { utf8Text } from '../../text/bytes.ts';
import { isObject, type Json, type JsonObject } from '../../text/json.ts';
import { parseJson } from '../../text/wire-text.ts';
import { readSse, type SseEvent, type SseStream } from '../sse/events.ts';

/** One event of a stream, parsed. */
export interface StreamEvent {
  /** The number of the event. */
  readonly event: number;
  readonly sse: SseEvent;
  /** True for `data: [DONE]`. */
  readonly done: boolean;
  /** Its data as JSON; undefined if it is not JSON. */
  readonly json: Json;
}

/** A stream with its parsed events. */
export interface EventStream {
  readonly stream: SseStream;
  readonly events: readonly StreamEvent[];
  /** JSON objects between or after the events that are not framed as events; parsers of events do not see them. */
  readonly unframed: readonly UnframedJson[];
}

export interface UnframedJson {
  /** The number of the event before it; null at the start. */
  readonly event: number | null;
  readonly json: JsonObject;
}

/** One JSON object of an answer: a streamed chunk, or the whole buffered body (`event` null). */
export interface Chunk {
  readonly event: number | null;
  /** The event that contains a streamed chunk. */
  readonly sse?: SseEvent;
  readonly json: JsonObject;
}

export function readStream(body: Uint8Array): EventStream {
  const stream = readSse(body);
  return { stream, events: stream.events.map(readEvent), unframed: unframedJson(body, stream) };
}

/** The events of a stream that are JSON objects. */
export function chunksOf(events: readonly StreamEvent[]): Chunk[] {
  return events.filter(isChunk);
}

function isChunk(event: StreamEvent): event is StreamEvent & Chunk {
  return isObject(event.json);
}

/** An event with its data as JSON. */
export function eventOf(sse: SseEvent, json: Json, done = false): StreamEvent {
  return { event: sse.number, sse, done, json };
}

function readEvent(sse: SseEvent): StreamEvent {
  const json = parseJson(sse.data);
  return eventOf(sse, json, json === undefined && sse.data.trim() === '[DONE]');
}

function unframedJson(body: Uint8Array, { events, unframedAt }: SseStream): UnframedJson[] {
  return unframedAt.flatMap((place) => {
    const parsed = parseJson(textBeforeNextField(utf8Text(body.subarray(place))));
    const json = Array.isArray(parsed) ? parsed[0] : parsed;
    if (!isObject(json)) return [];
    return [{ event: events.findLast(({ start }) => start < place)?.number ?? null, json }];
  });
}

/** The text up to the next line that a parser of events understands. */
function textBeforeNextField(text: string): string {
  const next = /[\r\n](?:data|event|id|retry)?:/u.exec(text);
  return next === null ? text : text.slice(0, next.index);
}
