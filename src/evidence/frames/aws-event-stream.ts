/**
 * AWS event streams (`application/vnd.amazon.eventstream`): binary frames, each with its length, headers, payload and
 * checksums. They are read into the same shape as server-sent events, so that whatever judges events need not know.
 *
 * Source of the framing: https://smithy.io/2.0/aws/amazon-eventstream.html; of a payload with `bytes`, which holds one
 * event of another format as base64: PayloadPart in the reference of Amazon Bedrock.
 */
import { EventStreamCodec, type MessageHeaders } from '@smithy/eventstream-codec';
import { bytesOfBase64, utf8Bytes, utf8Text } from '../../text/bytes.ts';
import { isObject, type Json } from '../../text/json.ts';
import { decodeText, parseJson } from '../../text/wire-text.ts';
import type { SseEvent } from '../sse/events.ts';
import { type EventStream, eventOf, type StreamEvent } from './event-stream.ts';

/** What AWS declares such a stream as. */
export const AWS_EVENT_STREAM = 'application/vnd.amazon.eventstream';

/** Two lengths and two checksums: no frame is shorter. */
const SHORTEST = 16;

const codec = new EventStreamCodec(decodeText, utf8Bytes);

/**
 * Why a frame cannot be read: its lengths lead nowhere, the body ends before it does, its checksums are those of other
 * bytes, or its headers cannot be told apart.
 */
export type FrameFault = 'length' | 'cut' | 'checksum' | 'headers';

/** One frame with its place in the body; the number is that of its event. */
export interface AwsFrame {
  readonly number: number;
  readonly start: number;
  readonly end: number;
  readonly fault: FrameFault | null;
  /** What the decoder says of the fault; empty without one. */
  readonly complaint: string;
  /** Names as sent; a value that is no string is left out. */
  readonly headers: ReadonlyMap<string, string>;
  readonly payload: string;
}

export interface AwsEventStream extends EventStream {
  readonly frames: readonly AwsFrame[];
}

/** Frames open with a length below 16 MiB, so with a zero, which no text does. */
export function isAwsEventStream(body: Uint8Array): boolean {
  return body[0] === 0;
}

/** One frame of these headers, all of them strings. */
export function frameOf(headers: Readonly<Record<string, string>>, payload: string): Uint8Array {
  const written: MessageHeaders = {};
  for (const [name, value] of Object.entries(headers)) written[name] = { type: 'string', value };
  return codec.encode({ headers: written, body: utf8Bytes(payload) });
}

/**
 * The frames of a whole body as events. Never throws: a frame that does not decode is an event without data, and one
 * that the body does not hold as a whole is not terminated.
 */
export function readAwsEventStream(body: Uint8Array): AwsEventStream {
  const frames = framesIn(body);
  const events = frames.map(eventIn);
  const stream = {
    text: decodeText(body),
    events: events.map(({ sse }) => sse),
    comments: [],
    invalidUtf8At: null,
    bom: false,
    unframedAt: [],
  };
  return { stream, events, unframed: [], frames };
}

/** The length of each frame of a body, and of what is left behind the last whole one. */
export function frameLengths(body: Uint8Array): number[] {
  return framesIn(body).map(({ start, end }) => end - start);
}

/**
 * The frames of a body with other texts in their headers and payloads, and with the lengths and checksums of these. What
 * cannot be read, and what stays as it is, keeps its bytes.
 */
export function withTexts(body: Uint8Array, change: (text: string) => string): Uint8Array {
  const parts = framesIn(body).map(({ start, end, fault, headers, payload }) => {
    const fields = [...headers].map(([name, value]) => [name, change(value)] as const);
    const changed = change(payload);
    const isSame = changed === payload && fields.every(([name, value]) => headers.get(name) === value);
    if (fault !== null || isSame) return body.subarray(start, end);
    return frameOf(Object.fromEntries(fields), changed);
  });
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function framesIn(body: Uint8Array): AwsFrame[] {
  const frames: AwsFrame[] = [];
  const bytes = new DataView(body.buffer, body.byteOffset, body.length);
  for (let start = 0; start < body.length; ) {
    const left = body.length - start;
    const length = left < SHORTEST ? SHORTEST : bytes.getUint32(start);
    const headers = left < SHORTEST ? 0 : bytes.getUint32(start + 4);
    const isSound = length >= SHORTEST && headers <= length - SHORTEST;
    const fault = isSound ? (length > left ? 'cut' : null) : 'length';
    const end = fault === null ? start + length : body.length;
    const place = { number: frames.length + 1, start, end };
    frames.push(
      fault === null ? readFrame(body.subarray(start, end), place) : { ...place, ...BROKEN, fault },
    );
    start = end;
  }
  return frames;
}

const BROKEN = { complaint: '', headers: new Map<string, string>(), payload: '' } as const;

function readFrame(frame: Uint8Array, place: Pick<AwsFrame, 'number' | 'start' | 'end'>): AwsFrame {
  try {
    const { headers, body } = codec.decode(frame);
    const texts = Object.entries(headers).flatMap(([name, { value }]): [string, string][] =>
      typeof value === 'string' ? [[name, value]] : [],
    );
    return { ...place, fault: null, complaint: '', headers: new Map(texts), payload: decodeText(body) };
  } catch (error) {
    const complaint = error instanceof Error ? error.message : 'the frame does not decode';
    const fault = /checksum/u.test(complaint) ? 'checksum' : 'headers';
    return { ...place, ...BROKEN, fault, complaint };
  }
}

/** The type of an event is its name; an event that carries one of another format has the name that this one has, if any. */
function eventIn({ number, start, end, fault, headers, payload }: AwsFrame): StreamEvent {
  const terminated = fault === null || fault === 'checksum' || fault === 'headers';
  const event = (name: string | null, data: string, json: Json): StreamEvent => {
    const sse: SseEvent = { number, start, end, name, data, id: null, terminated };
    return eventOf(sse, json);
  };
  if (fault !== null) return event(null, '', undefined);
  const json = parseJson(payload);
  const kind = headers.get(':message-type');
  if (kind === 'exception' || kind === 'error') return event(null, payload, errorOf(headers, json));
  if (!isObject(json) || typeof json['bytes'] !== 'string')
    return event(headers.get(':event-type') ?? null, payload, json);
  const data = utf8Text(bytesOfBase64(json['bytes']));
  return event(null, data, parseJson(data));
}

/** An exception has its kind in a header and its message in the payload: both together, as an event that is an error. */
function errorOf(headers: AwsFrame['headers'], payload: Json): Json {
  const type = headers.get(':exception-type') ?? headers.get(':error-code');
  const message = isObject(payload) ? payload['message'] : headers.get(':error-message');
  return { type: 'error', error: { type, message } };
}
