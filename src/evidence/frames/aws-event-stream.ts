/**
 * AWS event streams (`application/vnd.amazon.eventstream`): binary frames, each with its length, headers, payload and
 * checksums. They are read into the same shape as server-sent events, so that the checks do not depend on the framing.
 *
 * Source of the framing: https://smithy.io/2.0/aws/amazon-eventstream.html. Source of payloads with `bytes`, which contain
 * one event of another format as base64: PayloadPart in the reference of Amazon Bedrock.
 */
import { Crc32 } from '@smithy/core/checksum';
import { EventStreamCodec, type MessageHeaders } from '@smithy/core/event-streams';
import { bytesOfBase64, utf8Bytes, utf8Text } from '../../text/bytes.ts';
import { isObject, type Json, type JsonObject } from '../../text/json.ts';
import { jsonText } from '../../text/json-text.ts';
import { decodeText, parseJson } from '../../text/wire-text.ts';
import { type EventStream, eventOf, type StreamEvent, type UnframedJson } from './event-stream.ts';

/** The media type that AWS declares for such a stream. */
export const AWS_EVENT_STREAM = 'application/vnd.amazon.eventstream';

/** The size of the two lengths at the start of a frame; their checksum follows. */
const LENGTHS = 8;
const PRELUDE = 12;
const CHECKSUM = 4;
/** The length of the shortest frame. */
const SHORTEST = PRELUDE + CHECKSUM;

const codec = new EventStreamCodec(decodeText, utf8Bytes);

/**
 * Why a frame cannot be read: its lengths are invalid, the body ends before the frame, its checksums do not match, or its
 * headers cannot be parsed.
 */
export type FrameFault = 'length' | 'cut' | 'checksum' | 'headers';

interface Place {
  /** The number of the frame's event. */
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

/** One frame with its place in the body. */
export interface AwsFrame extends Place {
  readonly fault: FrameFault | null;
  /** The decoder's message about the fault; empty without a fault. */
  readonly complaint: string;
  /** Names as sent. */
  readonly headers: Readonly<MessageHeaders>;
  readonly payload: string;
}

export interface AwsEventStream extends EventStream {
  readonly frames: readonly AwsFrame[];
}

/** Returns true if the body starts like a frame. Lengths are below 16 MiB, so the first byte is 0, as in no text. */
export function isAwsEventStream(body: Uint8Array): boolean {
  return body[0] === 0;
}

/** Builds one frame with these headers, which are all strings. */
export function frameOf(headers: Readonly<Record<string, string>>, payload: string): Uint8Array {
  const written: MessageHeaders = {};
  for (const [name, value] of Object.entries(headers)) written[name] = { type: 'string', value };
  return codec.encode({ headers: written, body: utf8Bytes(payload) });
}

/** An event in the shape of the AWS SDKs: an object with one member, named like the event. */
export interface NamedEvent {
  readonly name: string;
  readonly payload: JsonObject;
}

/** The events of Bedrock's streams without exceptions: ConverseStreamOutput and ResponseStream in its reference. */
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
 * The values as such events; null if they are something else. A single member is not enough, because an error of Gemini or
 * Chat Completions has one too: at least one name must be that of a Bedrock event; the others may be newer events.
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

/** The first frame of a body as such an event; null if it is not an event. */
export function firstFrame(body: Uint8Array): JsonObject | null {
  const [{ sse, json } = {}] = readAwsEventStream(body).events;
  return sse !== undefined && sse.name !== null && isObject(json) ? { [sse.name]: json } : null;
}

/** Builds the frames of such events; frames of exceptions are marked as exceptions. */
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
 * The frames of a whole body as events. Never throws: a frame that does not decode is an event without data, and an
 * incomplete frame is an event that is not terminated.
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

/** A JSON object after the last frame: a failing server may write one without a frame. */
function unframedTail(body: Uint8Array, frames: readonly AwsFrame[]): UnframedJson[] {
  const last = frames.at(-1);
  if (last === undefined || (last.fault !== 'length' && last.fault !== 'cut')) return [];
  const json = parseJson(decodeText(body.subarray(last.start)));
  return isObject(json) ? [{ event: frames.at(-2)?.number ?? null, json }] : [];
}

/** The length of each frame of a body, and of the rest after the last complete one. */
export function frameLengths(body: Uint8Array): number[] {
  return framesIn(body).map(({ start, end }) => end - start);
}

/**
 * Changes the texts in the headers and payloads of a body's frames, and updates lengths and checksums. Unreadable and
 * unchanged frames keep their bytes; a changed frame keeps only the headers that are strings.
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

/** Reads complete frames in order. Neighbours mostly have the same header bytes, which are decoded only once. */
class FrameReader {
  #headerBytes: Uint8Array = new Uint8Array();
  #headers: Readonly<MessageHeaders> = {};

  /** @param headersEnd the offset of the payload */
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

/** Uses a loop, which is several times as fast as `every` here. */
function isSame(bytes: Uint8Array, others: Uint8Array): boolean {
  if (bytes.length !== others.length) return false;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== others[at]) return false;
  }
  return true;
}

/** Verifies both checksums: that of the lengths, and that of the whole frame before it. */
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

/** Returns true if the frame is an exception or another error, and not an event. */
export function isFailure(frame: Pick<AwsFrame, 'headers'>): boolean {
  return FAILED.has(headerText(frame, ':message-type') ?? '');
}

/** A header of a frame as text; undefined if it is missing or not a string. */
export function headerText({ headers }: Pick<AwsFrame, 'headers'>, name: string): string | undefined {
  const field = headers[name];
  return field?.type === 'string' ? field.value : undefined;
}

/** The event of a frame, named by its type. If the payload contains an event of another format, that one's name counts. */
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

/** An exception as an error event: it combines the kind, from a header, with the message, from the payload. */
function errorOf(frame: AwsFrame, name: string | null, payload: Json): Json {
  const type = headerText(frame, ':exception-type') ?? headerText(frame, ':error-code') ?? name;
  const message = isObject(payload) ? payload['message'] : headerText(frame, ':error-message');
  return { type: 'error', error: { type, message } };
}
