/**
 * Server-sent events with their byte positions.
 *
 * `eventsource-parser` decides what the lines mean; this module cuts the bytes into lines (the library reports no
 * offsets), so that every event and comment knows where it stood. A line ends in ASCII, so no line cuts a UTF-8
 * sequence in two, and the same bytes give the same reading however they are split into chunks.
 *
 * Source of the rules: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
import { Buffer } from 'node:buffer';
import { createParser, type EventSourceParser } from 'eventsource-parser';
import { firstIllFormed, REPLACEMENT } from './ill-formed.ts';

/** One event that carries data; blocks without a `data` line are never dispatched. */
export interface SseEvent {
  /** From 1. */
  readonly number: number;
  /** Offset in the body of the first byte of its first field line. */
  readonly start: number;
  /** Offset after its blank line, or after the body when there is none. */
  readonly end: number;
  /** The `event` field as sent; null when there is none or it is empty. */
  readonly name: string | null;
  /** The `data` lines, joined by LF. */
  readonly data: string;
  /** The `id` field of this event alone; the empty string resets a client's last event id. */
  readonly id: string | null;
  /** False when the body ended before the blank line: a conforming client drops such an event. */
  readonly terminated: boolean;
}

export interface SseComment {
  /** Without the colon, and without one space after it. */
  readonly text: string;
  /** Offset in the body of its colon. */
  readonly start: number;
  /** The number of the event that it stood in or before; one more than the last event's when none followed. */
  readonly beforeEvent: number;
}

export interface SseStream {
  readonly events: readonly SseEvent[];
  readonly comments: readonly SseComment[];
  /** Offset of the first ill-formed UTF-8 sequence, null when there is none. The text has U+FFFD there. */
  readonly invalidUtf8At: number | null;
  /** Whether a byte order mark opens the body. */
  readonly bom: boolean;
}

/** The events of a whole body. Never throws. */
export function readSse(body: Uint8Array): SseStream {
  const reader = new SseReader();
  reader.feed(body);
  return reader.end();
}

const LF = 0x0a;
const CR = 0x0d;
const BOM = Buffer.from('\uFEFF');

/** Reads a body in chunks of any size. Chunks are copied where they must be kept, so the caller may reuse them. */
export class SseReader {
  readonly #events: { -readonly [K in keyof SseEvent]: SseEvent[K] }[] = [];
  readonly #comments: SseComment[] = [];
  readonly #parser: EventSourceParser;
  readonly #partialLine = new GrowingBytes();
  /** Bytes before the current chunk. */
  #consumed = 0;
  /** The last chunk ended with CR: an LF that opens the next one belongs to it. */
  #afterCr = false;
  #invalidUtf8At: number | null = null;
  #bom = false;
  #terminated = true;
  #lineStart = 0;
  #lineEnd = 0;
  #eventStart: number | null = null;

  constructor() {
    this.#parser = createParser({
      onEvent: ({ event, data, id }) => {
        this.#events.push({
          number: this.#events.length + 1,
          start: this.#eventStart ?? this.#lineStart,
          end: this.#lineEnd,
          name: event ?? null,
          data,
          id: id ?? null,
          terminated: this.#terminated,
        });
      },
      onComment: (text) => {
        this.#comments.push({ text, start: this.#lineStart, beforeEvent: this.#events.length + 1 });
      },
    });
    // The library takes a leading "ï»¿" for a byte order mark; past the first call it no longer looks.
    this.#parser.feed('');
  }

  feed(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    let at = 0;
    if (this.#afterCr && bytes.length > 0) {
      this.#afterCr = false;
      if (bytes[0] === LF) {
        at = 1;
        const last = this.#events.at(-1);
        if (last?.end === this.#consumed) last.end += 1;
      }
    }
    let lf = bytes.indexOf(LF, at);
    let cr = bytes.indexOf(CR, at);
    while (lf >= 0 || cr >= 0) {
      const end = cr < 0 || (lf >= 0 && lf < cr) ? lf : cr;
      const next = end === cr && lf === cr + 1 ? end + 2 : end + 1;
      if (this.#partialLine.length === 0) {
        this.#readLine(bytes, at, end, this.#consumed + at, this.#consumed + next);
      } else {
        this.#partialLine.append(bytes.subarray(at, end));
        this.#readPartialLine(this.#consumed + next, end - at);
      }
      at = next;
      if (lf >= 0 && lf < at) lf = bytes.indexOf(LF, at);
      if (cr >= 0 && cr < at) cr = bytes.indexOf(CR, at);
      this.#afterCr = at === bytes.length && bytes[at - 1] === CR;
    }
    if (at < bytes.length) this.#partialLine.append(bytes.subarray(at));
    this.#consumed += bytes.length;
  }

  /** The reading of everything fed. An event that lacks its blank line is delivered with `terminated: false`. */
  end(): SseStream {
    this.#terminated = false;
    if (this.#partialLine.length > 0) this.#readPartialLine(this.#consumed, 0);
    this.#lineEnd = this.#consumed;
    this.#parser.feed('\n');
    return {
      events: this.#events,
      comments: this.#comments,
      invalidUtf8At: this.#invalidUtf8At,
      bom: this.#bom,
    };
  }

  /** Reads the line whose last `fromChunk` bytes came with the current chunk, and the others before it. */
  #readPartialLine(endOffset: number, fromChunk: number): void {
    const line = this.#partialLine.take();
    const before = line.length - fromChunk;
    this.#readLine(line, 0, line.length, this.#consumed - before, endOffset);
  }

  /**
   * Reads `bytes[from, to)`, a line without its terminator. `start` and `end` are its offsets in the body, the
   * terminator included.
   */
  #readLine(bytes: Buffer, from: number, to: number, start: number, end: number): void {
    let first = from;
    this.#lineStart = start;
    this.#lineEnd = end;
    if (start === 0 && bytes.subarray(from, Math.min(to, from + BOM.length)).equals(BOM)) {
      this.#bom = true;
      this.#lineStart = BOM.length;
      first = from + BOM.length;
    }
    if (first === to) {
      this.#parser.feed('\n');
      this.#eventStart = null;
      return;
    }
    // The terminator is decoded along where it is an LF: that saves joining two strings for every line.
    const text =
      bytes[to] === LF ? bytes.toString('utf8', first, to + 1) : `${bytes.toString('utf8', first, to)}\n`;
    if (this.#invalidUtf8At === null && text.includes(REPLACEMENT)) {
      const invalid = firstIllFormed(bytes.subarray(first, to), text);
      if (invalid !== null) this.#invalidUtf8At = this.#lineStart + invalid;
    }
    if (this.#eventStart === null && bytes[first] !== 0x3a) this.#eventStart = this.#lineStart;
    this.#parser.feed(text);
  }
}

/** Bytes appended in linear time. */
class GrowingBytes {
  #bytes = Buffer.alloc(0);
  length = 0;

  append(piece: Uint8Array): void {
    const length = this.length + piece.length;
    if (length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, this.length));
      this.#bytes = larger;
    }
    this.#bytes.set(piece, this.length);
    this.length = length;
  }

  /** Gives the bytes, valid until the next append, and starts anew. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.length);
    this.length = 0;
    return taken;
  }
}
