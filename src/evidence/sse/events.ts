/**
 * Parses server-sent events with their byte positions, by the rules of the standard. No library is used, because none
 * reports the position of an event in the body.
 *
 * Source of the rules: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
import { byteText, utf8Text } from '../../text/bytes.ts';
import { firstIllFormed, REPLACEMENT } from './ill-formed.ts';
import { LineCursor } from './line-cursor.ts';

/** One event with data; blocks without a `data` line are never dispatched. */
export interface SseEvent {
  /** From 1. */
  readonly number: number;
  /** Offset in the body of the first byte of its first field line. */
  readonly start: number;
  /** Offset after its blank line; without one, the end of the body. */
  readonly end: number;
  /** The `event` field as sent; null if it is missing or empty. */
  readonly name: string | null;
  /** The `data` lines, joined by LF. */
  readonly data: string;
  /** The `id` field of this event; the empty string resets a client's last event id. */
  readonly id: string | null;
  /** False if the body ended before the blank line: a conforming client drops such an event. */
  readonly terminated: boolean;
}

export interface SseComment {
  /** The comment without the colon, and without one space after it. */
  readonly text: string;
  /** Offset of its colon in the body. */
  readonly start: number;
  /** The number of the event that contains or follows it; one more than the last event if none follows. */
  readonly beforeEvent: number;
}

export interface SseStream {
  /** The whole body as text, without its byte order mark, with U+FFFD for invalid UTF-8. */
  readonly text: string;
  readonly events: readonly SseEvent[];
  readonly comments: readonly SseComment[];
  /** Offset of the first invalid UTF-8 sequence; null if there is none. The text has U+FFFD there. */
  readonly invalidUtf8At: number | null;
  /** True if the body starts with a byte order mark. */
  readonly bom: boolean;
  /** Offsets of the lines that start like JSON and so are not fields; at most 16. */
  readonly unframedAt: readonly number[];
}

/** A body with more lines that start like JSON is not an event stream. */
const MOST_UNFRAMED = 16;

const SPACE = 0x20;
/** A byte order mark, with one character for each byte. */
const BOM = '\u00EF\u00BB\u00BF';

/** The events of a whole body. Never throws. */
export function readSse(body: Uint8Array): SseStream {
  const bom = byteText(body.subarray(0, BOM.length)) === BOM;
  const opening = bom ? BOM.length : 0;
  // Line ends are ASCII, so they never split a UTF-8 sequence, and the whole body can be decoded at once.
  const text = utf8Text(body.subarray(opening));
  const reader = new SseReader(text);
  const line = new LineCursor(text, body, opening);
  while (line.next()) reader.readLine(line);
  reader.endEvent(body.length, false);
  const { events, comments, unframedAt } = reader;
  return { text, events, comments, invalidUtf8At: illFormedIn(body, opening, text), bom, unframedAt };
}

function illFormedIn(bytes: Uint8Array, opening: number, text: string): number | null {
  if (!text.includes(REPLACEMENT)) return null;
  const at = firstIllFormed(bytes.subarray(opening), text);
  return at === null ? null : opening + at;
}

class SseReader {
  readonly events: SseEvent[] = [];
  readonly comments: SseComment[] = [];
  readonly unframedAt: number[] = [];
  readonly #text: string;
  /** The event in progress: each member is null until its first line, name, data or id. */
  #start: number | null = null;
  #name: string | null = null;
  #data: string | null = null;
  #id: string | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  readLine(line: LineCursor): void {
    const { start, end } = line;
    if (start === end) {
      this.endEvent(line.nextByte, true);
      return;
    }
    // The two most frequent kinds of lines come first.
    if (this.#text.startsWith('data:', start)) {
      this.#addData(this.#valueBehind(start + 4, end));
      this.#start ??= line.startByte;
      return;
    }
    if (this.#text.startsWith('event:', start)) {
      this.#setName(this.#valueBehind(start + 5, end));
      this.#start ??= line.startByte;
      return;
    }
    const opening = this.#text[start];
    if ((opening === '{' || opening === '[') && this.unframedAt.length < MOST_UNFRAMED)
      this.unframedAt.push(line.startByte);
    const colon = this.#text.slice(start, end).indexOf(':');
    // A line without a colon is the name of a field with an empty value.
    const nameEnd = colon < 0 ? end : start + colon;
    const value = this.#valueBehind(nameEnd, end);
    if (colon === 0) {
      this.comments.push({ text: value, start: line.startByte, beforeEvent: this.events.length + 1 });
      return;
    }
    this.#start ??= line.startByte;
    const name = this.#text.slice(start, nameEnd);
    if (name === 'data') this.#addData(value);
    else if (name === 'event') this.#setName(value);
    else if (name === 'id' && !value.includes('\0')) this.#id = value;
  }

  #setName(value: string): void {
    this.#name = value === '' ? null : value;
  }

  #addData(value: string): void {
    this.#data = this.#data === null ? value : `${this.#data}\n${value}`;
  }

  /** Ends an event; a block without data is not an event. @param end the byte offset of its end */
  endEvent(end: number, terminated: boolean): void {
    const start = this.#start;
    const data = this.#data;
    if (start !== null && data !== null) {
      const number = this.events.length + 1;
      this.events.push({ number, start, end, name: this.#name, data, id: this.#id, terminated });
    }
    this.#start = null;
    this.#name = null;
    this.#data = null;
    this.#id = null;
  }

  /** The value after a colon; one space after the colon is not part of it. */
  #valueBehind(colon: number, end: number): string {
    const start = this.#text.charCodeAt(colon + 1) === SPACE ? colon + 2 : colon + 1;
    return start < end ? this.#text.slice(start, end) : '';
  }
}
