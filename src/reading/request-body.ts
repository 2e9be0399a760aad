/** Reads what request bodies share in every dialect. */
import type { HttpRequest } from '../evidence/exchange.ts';
import { isObject, type Json, type JsonObject } from '../text/json.ts';
import { decodeText, parseJson } from '../text/wire-text.ts';
import { listOf } from './presence.ts';

/** The body as JSON (undefined if it is not JSON), and as an object (empty if it is not an object). */
export function readBody({ body }: HttpRequest): { json: Json; body: JsonObject } {
  const json = parseJson(decodeText(body));
  return { json, body: isObject(json) ? json : {} };
}

/** Content as text: a string, or the texts of its parts. */
export function textOf(content: Json): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: Json) => (isObject(part) && typeof part['text'] === 'string' ? part['text'] : ''))
    .join('');
}

/** The upstreams that OpenRouter's `provider.only` names; null if it names none. */
export function onlyUpstreamsIn(provider: Json): string[] | null {
  const only = isObject(provider) ? listOf(provider['only']) : [];
  const names = only.filter((name) => typeof name === 'string');
  return names.length > 0 ? names : null;
}

export function firstNumber(...values: readonly Json[]): number | null {
  const found = values.find((value) => typeof value === 'number');
  return typeof found === 'number' ? found : null;
}

/** A model that does not exist anywhere, for the scenario that asks for one. */
export const UNKNOWN_MODEL = 'no-such-model-anywhere';

/** The name of the model if recorded traffic names none. */
export const UNNAMED_MODEL = '(no model)';
/** Replaces the history in the scenario whose request is malformed. */
export const NO_HISTORY = 'not a list of messages';
