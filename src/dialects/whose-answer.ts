/** Finds the dialect of an answer, without its request. */
import { firstFrame, isAwsEventStream } from '../evidence/frames/aws-event-stream.ts';
import { chunksOf, readStream } from '../evidence/frames/event-stream.ts';
import { readJsonLines } from '../evidence/frames/json-lines.ts';
import { isObject } from '../text/json.ts';
import { decodeText, firstByte, OPENING_BRACE, parseJson } from '../text/wire-text.ts';
import { type AnyDialect, dialects } from './catalogue.ts';
import type { FoundAnswer, RecognisedAnswer } from './dialect.ts';

/**
 * Returns null if no dialect recognises the answer.
 * @param among the dialects to choose from; all of them by default
 */
export function whoseAnswer(
  body: Uint8Array,
  among: readonly AnyDialect[] = dialects(),
): { readonly dialect: AnyDialect; readonly recognised: RecognisedAnswer } | null {
  const found = firstObjectOf(body);
  if (found === null) return null;
  for (const dialect of among) {
    const recognised = dialect.recogniseAnswer?.(found);
    if (recognised != null) return { dialect, recognised };
  }
  return null;
}

function firstObjectOf(body: Uint8Array): FoundAnswer | null {
  const framed = isAwsEventStream(body) ? firstFrame(body) : null;
  if (framed !== null) return { first: framed, streaming: true };
  const isJson = firstByte(body) === OPENING_BRACE;
  const whole = isJson ? parseJson(decodeText(body)) : undefined;
  if (isObject(whole)) return { first: whole, streaming: false };
  const [chunk] = chunksOf((isJson ? readJsonLines(body) : readStream(body)).events);
  return chunk === undefined ? null : { first: chunk.json, streaming: true };
}
