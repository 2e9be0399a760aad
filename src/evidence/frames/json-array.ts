/** A stream that is one JSON array: its elements as events with their byte offsets, as they come in. */
import { utf8Text } from '../../text/bytes.ts';
import { isObject } from '../../text/json.ts';
import { decodeText, firstByte, parseJson } from '../../text/wire-text.ts';
import type { SseEvent } from '../sse/events.ts';
import { firstIllFormed, REPLACEMENT } from '../sse/ill-formed.ts';
import { type EventStream, eventOf } from './event-stream.ts';

export const OPENING_BRACKET = 0x5b;

export interface ArrayStream extends EventStream {
  /** The body is an array and its bracket is closed, with nothing but white space behind it. */
  readonly closed: boolean;
}

/**
 * The elements of the array, each `terminated` by the comma or bracket behind it, and empty where a comma stands alone; a
 * body that is no array is one element. Never throws.
 */
export function readJsonArray(body: Uint8Array): ArrayStream {
  const text = utf8Text(body);
  const bom = text.startsWith('\uFEFF');
  const invalidUtf8At = text.includes(REPLACEMENT) ? firstIllFormed(body, text) : null;
  const { elements, closed } =
    firstByte(body) === OPENING_BRACKET ? elementsOf(body) : { elements: [wholeOf(body)], closed: false };
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
  /** Behind its last byte that is not white space. */
  readonly dataEnd: number;
  /** Behind the comma or bracket that follows it; the end of the body where none does. */
  readonly end: number;
  readonly terminated: boolean;
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPENERS, CLOSERS] = [new Set([0x7b, 0x5b]), new Set([0x7d, 0x5d])];
const SPACE = new Set([0x20, 0x0a, 0x0d, 0x09]);

/** Brackets and quotes are ASCII, so no byte of a longer character is taken for one. */
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
  /** At a comma, or at the bracket: an element is due there, but in `[]`. */
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

function wholeOf(bytes: Uint8Array): Element {
  const terminated = isObject(parseJson(decodeText(bytes)));
  return { start: 0, dataEnd: bytes.length, end: bytes.length, terminated };
}
