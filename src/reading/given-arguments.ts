import type { Json } from '../text/json.ts';
import { parseJson } from '../text/wire-text.ts';

/**
 * The arguments of a call as JSON, for comparisons between dialects. Text is parsed; an empty text, null and undefined mean
 * no arguments. Text that is not JSON is returned as it is.
 */
export function givenArguments(given: Json): Json {
  if (typeof given !== 'string') return given ?? {};
  if (given.trim() === '') return {};
  const json = parseJson(given);
  return json === undefined ? given : json;
}
