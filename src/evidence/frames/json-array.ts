/** A stream that is one JSON array: its elements as events, with their byte offsets. */
import { utf8Text } from '../../text/bytes.ts';
import { decodeText, firstByte, parseJson } from '../../text/wire-text.ts';
import type { SseEvent } from '../sse/events.ts';
import { firstIllFormed, REPLACEMENT } from '../sse/ill-formed.ts';
import { type EventStream, eventOf } from './event-stream.ts';

export const OPENING_BRACKET = 0x5b;

export interface ArrayStream extends EventStream {
  /** True if the body is an array that is closed, with only white space after it. */
  readonly closed: boolean;
}

/**
 * The elements of the array. Each is `terminated` by the comma or bracket after it, and empty between two commas. If the body
 * is not an array: the objects that follow one another, or the whole body. Never throws.
 */
export function readJsonArray(body: Uint8Array): ArrayStream {
  const text = utf8Text(body);
  const bom = text.startsWith('\uFEFF');
  const invalidUtf8At = text.includes(REPLACEMENT) ? firstIllFormed(body, text) : null;
  const { elements, closed } =
    firstByte(body) === OPENING_BRACKET ? elementsOf(body) : { elements: objectsIn(body), closed: false };
  const sse = elements.map(
    ({ start, end, terminated, dataEnd }, at): SseEvent => ({
      number: at + 1,
      start,
      end,
      name: null,
      data: decodeText(body.subarray(start, dataEnd)),
      id: null,
      terminated,
    }),
  );
  return {
    unframed: [],
    stream: { text, events: sse, comments: [], invalidUtf8At, bom, unframedAt: [] },
    events: sse.map((event) => eventOf(event, parseJson(event.data))),
    closed,
  };
}

interface Element {
  readonly start: number;
  /** The offset after its last byte that is not white space. */
  readonly dataEnd: number;
  /** The offset after the comma or bracket that follows it; the end of the body if none does. */
  readonly end: number;
  readonly terminated: boolean;
}

const [QUOTE, BACKSLASH, COMMA, OPENING_BRACE] = [0x22, 0x5c, 0x2c, 0x7b];
const [OPENERS, CLOSERS] = [new Set([0x7b, 0x5b]), new Set([0x7d, 0x5d])];
const SPACE = new Set([0x20, 0x0a, 0x0d, 0x09]);

/** Splits an array into elements. Brackets and quotes are ASCII, so no byte of a longer character equals one. */
function elementsOf(bytes: Uint8Array): { elements: Element[]; closed: boolean } {
  const elements: Element[] = [];
  let start: number | null = null;
  let dataEnd = 0;
  let depth = 1;
  let inText = false;
  let at = bytes.indexOf(OPENING_BRACKET) + 1;
  const endElement = (end: number, terminated: boolean) => {
    if (start !== null) elements.push({ start, dataEnd, end, terminated });
    start = null;
  };
  /** Ends an element at a comma or at the closing bracket; it may be empty, except in `[]`. */
  const endDue = (byte: number) => {
    if (start === null && (byte === COMMA || elements.length > 0)) {
      start = at;
      dataEnd = at;
    }
    endElement(at + 1, true);
  };
  for (; at < bytes.length && depth > 0; at += 1) {
    const byte = bytes[at] ?? 0;
    if (inText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inText = false;
    } else if (SPACE.has(byte)) {
      continue;
    } else if (depth === 1 && byte === COMMA) {
      endDue(byte);
      continue;
    } else if (CLOSERS.has(byte)) {
      depth -= 1;
      if (depth === 0) {
        endDue(byte);
        continue;
      }
    } else if (OPENERS.has(byte)) {
      depth += 1;
    } else if (byte === QUOTE) {
      inText = true;
    }
    start ??= at;
    dataEnd = Math.min(at + 1, bytes.length);
  }
  if (depth > 0) endElement(bytes.length, false);
  return { elements, closed: depth === 0 && bytes.subarray(at).every((byte) => SPACE.has(byte)) };
}

/** Objects without an array around them. A body that does not start with an object is one element. */
function objectsIn(bytes: Uint8Array): Element[] {
  const objects: Element[] = [];
  let start = firstByte(bytes) === OPENING_BRACE ? bytes.indexOf(OPENING_BRACE) : 0;
  let depth = 0;
  let inText = false;
  for (let at = start; at < bytes.length && bytes[start] === OPENING_BRACE; at += 1) {
    const byte = bytes[at] ?? 0;
    if (inText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (OPENERS.has(byte)) depth += 1;
    else if (CLOSERS.has(byte)) {
      depth -= 1;
      if (depth > 0) continue;
      objects.push({ start, dataEnd: at + 1, end: at + 1, terminated: true });
      start = at + 1;
      while (start < bytes.length && (SPACE.has(bytes[start] ?? 0) || bytes[start] === COMMA)) start += 1;
      at = start - 1;
    }
  }
  const rest = bytes.subarray(start);
  if (objects.length === 0 || rest.length > 0)
    objects.push({ start, dataEnd: bytes.length, end: bytes.length, terminated: false });
  return objects;
}
