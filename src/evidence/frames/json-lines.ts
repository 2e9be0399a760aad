/** A stream that is one JSON object a line (NDJSON): its lines as events with their byte offsets, as they come in. */
import { utf8Text } from '../../text/bytes.ts';
import { isObject } from '../../text/json.ts';
import { parseJson } from '../../text/wire-text.ts';
import { firstIllFormed, REPLACEMENT } from '../sse/ill-formed.ts';
import { type EventStream, eventOf, type StreamEvent } from './event-stream.ts';

/** What a stream of lines is declared as. */
export const JSON_LINES = 'application/x-ndjson';

const LF = 0x0a;

/**
 * The lines of the body, each an event. Blank lines before the first and behind the last are none; between others a blank
 * line is one without data. The last line may lack its line end: `terminated` where it is a whole object all the same.
 * Never throws.
 */
export function readJsonLines(body: Uint8Array): EventStream {
  const text = utf8Text(body);
  const bom = text.startsWith('\uFEFF');
  const invalidUtf8At = text.includes(REPLACEMENT) ? firstIllFormed(body, text) : null;
  // A line ends in ASCII, so none cuts a UTF-8 sequence in two: all are decoded at once.
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

/** The length of each line, its line end included, and of what is left behind the last. */
export function lineLengths(body: Uint8Array): number[] {
  return cutAtLineEnds(body, 0).map(({ start, end }) => end - start);
}

interface Line {
  readonly start: number;
  /** Behind its line end. */
  readonly end: number;
  readonly terminated: boolean;
}

function isFilled(line: string): boolean {
  return /[^ \t\r]/u.test(line);
}

/** Without the CR of its line end, and without a byte order mark of its own. */
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
