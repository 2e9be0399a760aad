/** A stream that is one JSON object a line (NDJSON): its lines as events with their byte offsets, as they come in. */
import { utf8Text } from '../../text/bytes.ts';
import { isObject } from '../../text/json.ts';
import { decodeText, isBlank, parseJson } from '../../text/wire-text.ts';
import type { SseEvent } from '../sse/events.ts';
import { firstIllFormed, REPLACEMENT } from '../sse/ill-formed.ts';
import { type EventStream, eventOf } from './event-stream.ts';

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
  const events = linesOf(body, bom ? 3 : 0).map(({ start, end, dataEnd, terminated }, at) => {
    const data = decodeText(body.subarray(start, dataEnd)).replace(/\r$/u, '');
    const json = parseJson(data);
    const isWhole = terminated || isObject(json);
    const sse: SseEvent = { number: at + 1, start, end, name: null, data, id: null, terminated: isWhole };
    return eventOf(sse, json);
  });
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
  /** Behind its last byte but for the line end. */
  readonly dataEnd: number;
  /** Behind its line end. */
  readonly end: number;
  readonly terminated: boolean;
}

function linesOf(body: Uint8Array, opening: number): Line[] {
  const lines = cutAtLineEnds(body, opening);
  const isFilled = ({ start, dataEnd }: Line) => !isBlank(body.subarray(start, dataEnd));
  const first = lines.findIndex(isFilled);
  return first === -1 ? [] : lines.slice(first, lines.findLastIndex(isFilled) + 1);
}

function cutAtLineEnds(body: Uint8Array, opening: number): Line[] {
  const lines: Line[] = [];
  for (let start = opening; start < body.length; ) {
    const at = body.indexOf(LF, start);
    const dataEnd = at === -1 ? body.length : at;
    const end = at === -1 ? body.length : at + 1;
    lines.push({ start, dataEnd, end, terminated: at !== -1 });
    start = end;
  }
  return lines;
}
