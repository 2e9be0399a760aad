/**
 * An answer without its request, as in test fixtures: the JSON of a body, an event stream, AWS frames, or the chunks of a
 * stream as a list or line by line. Such files are edited by hand and rewritten, so their bytes are not judged.
 */
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { parseJson } from '../../../text/wire-text.ts';
import { firstFrame, isAwsEventStream } from '../../frames/aws-event-stream.ts';
import { readStream } from '../../frames/event-stream.ts';
import type { RecordingFormat } from '../format.ts';
import { parsedEvents } from '../parsed-body.ts';
import type { RecordingSource } from '../source.ts';

export const answerAlone: RecordingFormat = {
  name: 'answers without their requests',
  keeps: 'the values of answers',
  words: [],
  order: 1000,
  // A zero byte shows that this is no text.
  looksLike: ({ text, bytes }) =>
    isAwsEventStream(bytes) || (!bytes.includes(0) && /^\s*(?:[{[]|(?::|data:|event:|id:))/u.test(text)),
  read(source) {
    const body = answerIn(source);
    if (body === null) return null;
    const exchange = {
      request: { method: 'POST', url: '', headers: [], body: new Uint8Array() },
      response: { status: 200, headers: [], body, provenComplete: false },
    };
    return [{ exchange, line: null, fidelity: 'values', requestUnknown: true }];
  },
};

function answerIn(source: RecordingSource): Uint8Array | null {
  if (isAwsEventStream(source.bytes)) {
    const first = firstFrame(source.bytes);
    return first !== null && source.isAnswer(first, true) ? source.bytes : null;
  }
  const text = source.text();
  if (!/^\s*[{[]/u.test(text)) {
    const [first] = readStream(source.bytes).events.flatMap(({ json }) => (isObject(json) ? [json] : []));
    return first !== undefined && source.isAnswer(first, true) ? source.bytes : null;
  }
  const whole = parseJson(text);
  if (isObject(whole)) return source.isAnswer(whole, false) ? source.bytes : null;
  const chunks = Array.isArray(whole) ? objectsOf(whole) : linesOf(text);
  const [first] = chunks ?? [];
  if (chunks === null || first === undefined || !source.isAnswer(first, true)) return null;
  return parsedEvents(chunks).bytes;
}

/** The lines as objects; null if a line is something else. */
function linesOf(text: string): JsonObject[] | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const [first = ''] = lines;
  // The first line is checked alone, because most other files fail there.
  return isObject(parseJson(first)) ? objectsOf(lines.map(parseJson)) : null;
}

function objectsOf(values: readonly Json[]): JsonObject[] | null {
  const objects = values.filter(isObject);
  return objects.length === values.length ? objects : null;
}
