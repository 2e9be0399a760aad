/**
 * The structure of a recording: which paths occur on the wire, without their values. The content is parsed without a
 * dialect, so that fields unknown to every dialect are seen too.
 */

import type { Exchange, HttpResponse } from '../evidence/exchange.ts';
import { isAwsEventStream, readAwsEventStream } from '../evidence/frames/aws-event-stream.ts';
import { readJsonLines } from '../evidence/frames/json-lines.ts';
import { readSse, type SseStream } from '../evidence/sse/events.ts';
import { isObject, type Json } from '../text/json.ts';
import { decodeText, firstByte, parseJson } from '../text/wire-text.ts';
import { nameText, type Shape, ShapeBuilder } from './shape.ts';

/**
 * The parts that are compared separately: the events of streamed answers, the bodies of buffered answers, the bodies or
 * events of refusals (status 300 and up), the header names of all responses, and the traits of streams other than JSON.
 */
export const PARTS = ['streamed', 'buffered', 'refusal', 'header', 'stream'] as const;
export type BodyPart = (typeof PARTS)[number];

export interface Structure {
  /** The number of exchanges that got a response. */
  readonly responses: number;
  /** A part is absent if no response has it. */
  readonly parts: ReadonlyMap<BodyPart, Shape>;
}

/** Returns the structure of the responses. Pure. Never throws, whatever the bytes are. */
export function structureOf(exchanges: readonly Exchange[]): Structure {
  const builders = new Map<BodyPart, ShapeBuilder>();
  const builder = (part: BodyPart) => {
    const known = builders.get(part) ?? new ShapeBuilder();
    builders.set(part, known);
    return known;
  };
  const responses = exchanges.flatMap(({ response }) => response ?? []);
  for (const response of responses) {
    const { documents, stream } = readBody(response.body);
    builder(partOf(response, stream)).addExchange(documents);
    builder('header').addNames(response.headers.map(([name]) => nameText(name.toLowerCase())));
    if (stream !== null) builder('stream').addNames(traitsOf(stream));
  }
  const parts = [...builders].map(([part, shape]): [BodyPart, Shape] => [part, shape.shape()]);
  return { responses: responses.length, parts: new Map(parts) };
}

function partOf({ status }: HttpResponse, stream: SseStream | null): BodyPart {
  if (status >= 300) return 'refusal';
  return stream === null ? 'buffered' : 'streamed';
}

interface Body {
  /** Undefined stands for a document that is not JSON. */
  readonly documents: readonly Json[];
  /** Null if the body is not a stream of events. */
  readonly stream: SseStream | null;
}

const OPENING_BRACE = 0x7b;

function readBody(body: Uint8Array): Body {
  const json = parseJson(decodeText(body));
  if (json === undefined) {
    const stream = streamIn(body);
    if (stream !== null && stream.events.length + stream.comments.length > 0) {
      const documents = stream.events.filter(({ data }) => !isDone(data)).map(({ data }) => parseJson(data));
      return { documents, stream };
    }
  }
  return { documents: [json], stream: null };
}

/**
 * Parses binary frames, JSON lines or server-sent events, depending on how the body begins. Null for a body that begins
 * with `{` but does not consist of JSON lines.
 */
function streamIn(body: Uint8Array): SseStream | null {
  if (isAwsEventStream(body)) return readAwsEventStream(body).stream;
  if (firstByte(body) !== OPENING_BRACE) return readSse(body);
  const { stream, events } = readJsonLines(body);
  return isObject(events[0]?.json) ? stream : null;
}

function traitsOf({ events, comments }: SseStream): string[] {
  return [
    ...(events.some(({ data }) => isDone(data)) ? ['[DONE]'] : []),
    ...(comments.length > 0 ? ['comments'] : []),
    ...events.flatMap(({ name }) => (name === null ? [] : [`event ${nameText(name)}`])),
  ];
}

function isDone(data: string): boolean {
  return data.trim() === '[DONE]';
}
