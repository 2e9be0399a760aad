/**
 * AWS event streams (`application/vnd.amazon.eventstream`): binary frames, each with its length, headers, payload and
 * checksums. They are read into the same shape as server-sent events, so that whatever judges events need not know.
 *
 * Source of the framing: https://smithy.io/2.0/aws/amazon-eventstream.html; of a payload with `bytes`, which holds one
 * event of another format as base64: PayloadPart in the reference of Amazon Bedrock.
 */
import { Crc32 } from '@smithy/core/checksum';
import { EventStreamCodec, type MessageHeaders } from '@smithy/core/event-streams';
import { bytesOfBase64, utf8Bytes, utf8Text } from '../../text/bytes.ts';
import { isObject, type Json, type JsonObject } from '../../text/json.ts';
import { jsonText } from '../../text/json-text.ts';
import { decodeText, parseJson } from '../../text/wire-text.ts';
import { type EventStream, eventOf, type StreamEvent, type UnframedJson } from './event-stream.ts';

/** What AWS declares such a stream as. */
export const AWS_EVENT_STREAM = 'application/vnd.amazon.eventstream';

/** Two lengths, and their checksum behind them. */
const LENGTHS = 8;
const PRELUDE = 12;
const CHECKSUM = 4;
/** No frame is shorter. */
const SHORTEST = PRELUDE + CHECKSUM;

const codec = new EventStreamCodec(decodeText, utf8Bytes);

/**
 * Why a frame cannot be read: its lengths lead nowhere, the body ends before it does, its checksums are those of other
 * bytes, or its headers cannot be told apart.
 */
export type FrameFault = 'length' | 'cut' | 'checksum' | 'headers';

interface Place {
  /** That of the frame's event. */
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

/** One frame with its place in the body. */
export interface AwsFrame extends Place {
  readonly fault: FrameFault | null;
  /** What the decoder says of the fault; empty without one. */
  readonly complaint: string;
  /** Names as sent. */
  readonly headers: Readonly<MessageHeaders>;
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

/** An event as the SDKs of AWS hand it over: one member, called as the event is. */
export interface NamedEvent {
  readonly name: string;
  readonly payload: JsonObject;
}

/** The events of Bedrock's streams besides exceptions: ConverseStreamOutput and ResponseStream in its reference. */
const EVENT_NAMES: ReadonlySet<string> = new Set([
  'messageStart',
  'contentBlockStart',
  'contentBlockDelta',
  'contentBlockStop',
  'messageStop',
  'metadata',
  'chunk',
]);

/**
 * The values as such events; null where they are something else. One member alone makes no event, since an error of Gemini
 * or of Chat Completions has one too: at least one is called as an event of Bedrock, and the others may be newer ones.
 */
export function namedEvents(values: readonly Json[]): readonly NamedEvent[] | null {
  const events = values.flatMap((value) => {
    const [[name, payload] = [], ...others] = isObject(value) ? Object.entries(value) : [];
    return name !== undefined && isObject(payload) && others.length === 0 ? { name, payload } : [];
  });
  const isKnown = events.some(({ name }) => EVENT_NAMES.has(name) || isException(name));
  return isKnown && events.length === values.length ? events : null;
}

function isException(name: string): boolean {
  return name.endsWith('Exception');
}

/** The first frame of a body as such an event; null where it is none. */
export function firstFrame(body: Uint8Array): JsonObject | null {
  const [{ sse, json } = {}] = readAwsEventStream(body).events;
  return sse !== undefined && sse.name !== null && isObject(json) ? { [sse.name]: json } : null;
}

/** The frames of such events; those of exceptions say that they are. */
export function framesOf(events: readonly NamedEvent[]): Uint8Array {
  const frames = events.map(({ name, payload }) => {
    const type = isException(name) ? 'exception' : 'event';
    const headers = {
      ':message-type': type,
      [`:${type}-type`]: name,
      ':content-type': 'application/json',
    };
    return frameOf(headers, jsonText(payload));
  });
  return joined(frames);
}

/**
 * The frames of a whole body as events. Never throws: a frame that does not decode is an event without data, and one
 * that the body does not hold as a whole is not terminated.
 */
export function readAwsEventStream(body: Uint8Array): AwsEventStream {
  const found = framesIn(body);
  const unframed = unframedTail(body, found);
  const frames = unframed.length === 0 ? found : found.slice(0, -1);
  const events = frames.map(eventIn);
  const stream = {
    text: decodeText(body),
    events: events.map(({ sse }) => sse),
    comments: [],
    invalidUtf8At: null,
    bom: false,
    unframedAt: [],
  };
  return { stream, events, unframed, frames };
}

/** What is left behind the last frame, where it is a JSON object: a server that fails may write one as it is. */
function unframedTail(body: Uint8Array, frames: readonly AwsFrame[]): UnframedJson[] {
  const last = frames.at(-1);
  if (last === undefined || (last.fault !== 'length' && last.fault !== 'cut')) return [];
  const json = parseJson(decodeText(body.subarray(last.start)));
  return isObject(json) ? [{ event: frames.at(-2)?.number ?? null, json }] : [];
}

/** The length of each frame of a body, and of what is left behind the last whole one. */
export function frameLengths(body: Uint8Array): number[] {
  return framesIn(body).map(({ start, end }) => end - start);
}

/**
 * The frames of a body with other texts in their headers and payloads, and with the lengths and checksums of these. What
 * cannot be read, and what stays as it is, keeps its bytes; another frame keeps the headers that are texts.
 */
export function withTexts(body: Uint8Array, change: (text: string) => string): Uint8Array {
  const parts = framesIn(body).map((frame) => {
    const { start, end, fault, headers, payload } = frame;
    const texts = Object.keys(headers).map((name) => [name, headerText(frame, name)] as const);
    const fields = texts.flatMap(([name, text]) =>
      text === undefined ? [] : [[name, change(text)] as const],
    );
    const changed = change(payload);
    const isSame = changed === payload && fields.every(([name, text]) => text === headerText(frame, name));
    if (fault !== null || isSame) return body.subarray(start, end);
    return frameOf(Object.fromEntries(fields), changed);
  });
  return joined(parts);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function framesIn(body: Uint8Array): AwsFrame[] {
  const frames: AwsFrame[] = [];
  const reader = new FrameReader();
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
      fault === null
        ? reader.read(body.subarray(start, end), PRELUDE + headers, place)
        : { ...place, ...BROKEN, fault },
    );
    start = end;
  }
  return frames;
}

const BROKEN = { complaint: '', headers: {}, payload: '' } as const;

/** Reads whole frames, one after the other. The headers of neighbours mostly are the same bytes: those are decoded once. */
class FrameReader {
  #headerBytes: Uint8Array = new Uint8Array();
  #headers: Readonly<MessageHeaders> = {};

  /** @param headersEnd where the payload starts */
  read(frame: Uint8Array, headersEnd: number, { number, start, end }: Place): AwsFrame {
    const headerBytes = frame.subarray(PRELUDE, headersEnd);
    try {
      if (!isSame(headerBytes, this.#headerBytes) || !areChecksumsRight(frame)) {
        this.#headers = codec.decode(frame).headers;
        this.#headerBytes = headerBytes;
      }
      const payload = decodeText(frame.subarray(headersEnd, frame.length - CHECKSUM));
      return { number, start, end, fault: null, complaint: '', headers: this.#headers, payload };
    } catch (error) {
      const complaint = error instanceof Error ? error.message : 'the frame does not decode';
      const fault = /checksum/u.test(complaint) ? 'checksum' : 'headers';
      return { number, start, end, ...BROKEN, fault, complaint };
    }
  }
}

/** A loop, which is several times as fast as `every` here. */
function isSame(bytes: Uint8Array, others: Uint8Array): boolean {
  if (bytes.length !== others.length) return false;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== others[at]) return false;
  }
  return true;
}

/** The one is of the lengths, the other of all that stands before it. */
function areChecksumsRight(frame: Uint8Array): boolean {
  const bytes = new DataView(frame.buffer, frame.byteOffset, frame.length);
  const messageEnd = frame.length - CHECKSUM;
  const sum = new Crc32();
  sum.update(frame.subarray(0, LENGTHS));
  if (sum.digestSync() !== bytes.getUint32(LENGTHS)) return false;
  sum.update(frame.subarray(LENGTHS, messageEnd));
  return sum.digestSync() === bytes.getUint32(messageEnd);
}

const FAILED: ReadonlySet<string> = new Set(['exception', 'error']);

/** It says that it is no event, but an exception or another error. */
export function isFailure(frame: Pick<AwsFrame, 'headers'>): boolean {
  return FAILED.has(headerText(frame, ':message-type') ?? '');
}

/** A header of a frame as text; undefined where it is missing or no string. */
export function headerText({ headers }: Pick<AwsFrame, 'headers'>, name: string): string | undefined {
  const field = headers[name];
  return field?.type === 'string' ? field.value : undefined;
}

/** The type of an event is its name; an event that carries one of another format has the name that this one has, if any. */
function eventIn(frame: AwsFrame): StreamEvent {
  const { fault, payload } = frame;
  if (fault !== null) return eventAt(frame, null, '', undefined);
  const json = parseJson(payload);
  const name = headerText(frame, ':event-type') ?? null;
  if (isFailure(frame) || isException(name ?? ''))
    return eventAt(frame, null, payload, errorOf(frame, name, json));
  if (!isObject(json) || typeof json['bytes'] !== 'string') return eventAt(frame, name, payload, json);
  const data = utf8Text(bytesOfBase64(json['bytes']));
  return eventAt(frame, null, data, parseJson(data));
}

function eventAt(
  { number, start, end, fault }: AwsFrame,
  name: string | null,
  data: string,
  json: Json,
): StreamEvent {
  const terminated = fault !== 'length' && fault !== 'cut';
  return eventOf({ number, start, end, name, data, id: null, terminated }, json);
}

/** An exception has its kind in a header and its message in the payload: both together, as an event that is an error. */
function errorOf(frame: AwsFrame, name: string | null, payload: Json): Json {
  const type = headerText(frame, ':exception-type') ?? headerText(frame, ':error-code') ?? name;
  const message = isObject(payload) ? payload['message'] : headerText(frame, ':error-message');
  return { type: 'error', error: { type, message } };
}
