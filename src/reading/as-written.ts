/** The input of a call with all digits of its numbers; parsed JSON loses some of them (`text/exact-json.ts`). */

import { exactAt, hasLongNumber, parseExact } from '../text/exact-json.ts';
import { isObject, type Json } from '../text/json.ts';
import type { Reading } from './reading.ts';

/** A call whose input is the member `input` of a block, whole or in pieces. */
interface CallWithInput {
  readonly event: number | null;
  /** The path of its block. */
  readonly path: string;
  /** The pieces of its input, concatenated. */
  readonly arguments: string;
  readonly input: Json;
}

export function inputAsWritten(
  { event, path, arguments: pieces, input }: CallWithInput,
  { stream, text }: Pick<Reading, 'stream' | 'text'>,
): Json {
  if (!hasLongNumber(input)) return input;
  const place = event === null ? text : (stream?.events[event - 1]?.data ?? '');
  const whole = exactAt(place, `${path}.input`);
  return isObject(whole) && Object.keys(whole).length > 0 ? whole : parseExact(pieces);
}
