/** A stream of one JSON object a line (NDJSON): its lines as events, with their byte offsets. */
import { utf8Text } from '../../text/bytes.ts';
import { isObject } from '../../text/json.ts';
import { parseJson } from '../../text/wire-text.ts';
import { firstIllFormed, REPLACEMENT } from '../sse/ill-formed.ts';
import { type EventStream, eventOf, type StreamEvent } from './event-stream.ts';

/** The media type of a stream of lines. */
export const JSON_LINES = 'application/x-ndjson';

const LF = 0x0a;

/**
 * The lines of the body, each an event. Blank lines at the start and the end are ignored; any other blank line is an event
 * without data. A last line without a line end is `terminated` if it is a complete object. Never throws.
 */
export function readJsonLines(body: Uint8Array): EventStream {
  const text = utf8Text(body);
  const bom = text.startsWith('\uFEFF');
  const invalidUtf8At = text.includes(REPLACEMENT) ? firstIllFormed(body, text) : null;
  // Line ends are ASCII, so they never split a UTF-8 sequence, and all lines can be decoded at once.
  const texts = (bom ? text.slice(1) : text).split('\n');
  const first = Math.max(texts.findIndex(isFilled), 0);
  const events = cutAtLineEnds(body, bom ? 3 : 0)
    .slice(first, texts.findLastIndex(isFilled) + 1)
    .map((line, at) => eventOfLine(line, at + 1, dataOf(texts[first + at] ?? '')));
  return {
    unframed: [],
    stream: {
      text,
      events: events.map(({ sse }) => sse),
      comments: [],
      invalidUtf8At,
      bom,
      unframedAt: [],
    },
    events,
  };
}

/** The length of each line with its line end, and of the rest after the last. */
export function lineLengths(body: Uint8Array): number[] {
  return cutAtLineEnds(body, 0).map(({ start, end }) => end - start);
}

interface Line {
  readonly start: number;
  /** The offset after its line end. */
  readonly end: number;
  readonly terminated: boolean;
}

function isFilled(line: string): boolean {
  return /[^ \t\r]/u.test(line);
}

/** The line without a CR at its end, and without a byte order mark. */
function dataOf(line: string): string {
  return line.slice(line.startsWith('\uFEFF') ? 1 : 0, line.endsWith('\r') ? -1 : undefined);
}

function eventOfLine({ start, end, terminated }: Line, number: number, data: string): StreamEvent {
  const json = parseJson(data);
  const isWhole = terminated || isObject(json);
  return eventOf({ number, start, end, name: null, data, id: null, terminated: isWhole }, json);
}

function cutAtLineEnds(body: Uint8Array, opening: number): Line[] {
  const lines: Line[] = [];
  for (let start = opening; start < body.length; ) {
    const at = body.indexOf(LF, start);
    const end = at === -1 ? body.length : at + 1;
    lines.push({ start, end, terminated: at !== -1 });
    start = end;
  }
  return lines;
}
