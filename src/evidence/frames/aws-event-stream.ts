/**
 * AWS event streams (`application/vnd.amazon.eventstream`): binary frames, each with its length, headers, payload and
 * checksums. They are read into the same shape as server-sent events, so that whatever judges events need not know.
 *
 * Source of the framing: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html; of the payload of
 * model streams: PayloadPart, whose `bytes` hold one event as base64.
 */
import { EventStreamCodec, type MessageHeaders } from '@smithy/eventstream-codec';
import { bytesOfBase64, utf8Bytes, utf8Text } from '../../text/bytes.ts';
import { isObject, type Json } from '../../text/json.ts';
import { decodeText, parseJson } from '../../text/wire-text.ts';
import type { SseEvent } from '../sse/events.ts';
import { type EventStream, eventOf, type StreamEvent } from './event-stream.ts';

/** What AWS declares such a stream as. */
export const AWS_EVENT_STREAM = 'application/vnd.amazon.eventstream';

/** Length, length of the headers, two checksums: no frame is shorter. */
const SHORTEST = 16;

const codec = new EventStreamCodec(decodeText, utf8Bytes);

/** Frames open with a length below 16 MiB, so with a zero, which no text does. */
export function isAwsEventStream(body: Uint8Array): boolean {
  return body[0] === 0;
}

/**
 * The frames of a whole body as events. Never throws: a frame that does not decode is an event without data, and one
 * that the body does not hold as a whole is not terminated.
 */
export function readAwsEventStream(body: Uint8Array): EventStream {
  const events: StreamEvent[] = [];
  const bytes = new DataView(body.buffer, body.byteOffset, body.length);
  for (let start = 0; start < body.length; ) {
    const length = body.length - start < SHORTEST ? 0 : bytes.getUint32(start);
    const terminated = length >= SHORTEST && start + length <= body.length;
    const end = terminated ? start + length : body.length;
    const { data, json } = terminated ? readFrame(body.subarray(start, end)) : BROKEN;
    const sse: SseEvent = {
      number: events.length + 1,
      start,
      end,
      name: null,
      data,
      id: null,
      terminated,
    };
    events.push(eventOf(sse, json));
    start = end;
  }
  const stream = {
    text: decodeText(body),
    events: events.map(({ sse }) => sse),
    comments: [],
    invalidUtf8At: null,
    bom: false,
    unframedAt: [],
  };
  return { stream, events, unframed: [] };
}

interface Frame {
  readonly data: string;
  readonly json: Json;
}

const BROKEN: Frame = { data: '', json: undefined };

function readFrame(frame: Uint8Array): Frame {
  let decoded: { headers: MessageHeaders; body: Uint8Array };
  try {
    decoded = codec.decode(frame);
  } catch {
    return BROKEN;
  }
  const payload = decodeText(decoded.body);
  const json = parseJson(payload);
  const kind = decoded.headers[':message-type']?.value;
  if (kind === 'exception' || kind === 'error')
    return { data: payload, json: errorOf(decoded.headers, json) };
  if (!isObject(json) || typeof json['bytes'] !== 'string') return { data: payload, json };
  const data = utf8Text(bytesOfBase64(json['bytes']));
  return { data, json: parseJson(data) };
}

/** An exception has its kind in a header and its message in the payload: both together, as an event that is an error. */
function errorOf(headers: MessageHeaders, payload: Json): Json {
  const type = headers[':exception-type']?.value ?? headers[':error-code']?.value;
  const message = isObject(payload) ? payload['message'] : headers[':error-message']?.value;
  return { type: 'error', error: { type, message } };
}
