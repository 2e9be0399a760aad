/** Encodes the request of a trial in the dialect. */
import type { Codec, RequestSettings } from '../drive/codec.ts';
import { type Endpoint, requestOf } from '../drive/drive.ts';
import type { HttpRequest } from '../evidence/exchange.ts';
import { isObject, type Json, type JsonObject } from '../text/json.ts';
import { jsonText } from '../text/json-text.ts';
import type { Trial } from './fact.ts';

export function requestOfTrial(
  trial: Trial,
  dialect: Codec,
  endpoint: Endpoint,
  settings: RequestSettings,
): HttpRequest {
  return requestOf(dialect.address(settings), endpoint, requestBodyOf(trial, dialect, settings));
}

/** Arbitrary settings, sufficient to compare two requests. */
const ANY: RequestSettings = { model: '', delivery: 'buffered', extensions: new Set(), upstream: null };

export function requestBodyOf(
  { scenario, messages, without }: Trial,
  dialect: Codec,
  settings: RequestSettings = ANY,
): JsonObject {
  const body = dialect.body(scenario, messages ?? dialect.openingMessages(scenario), settings, null);
  return without === undefined ? body : takenOut(body, jsonText(without));
}

function takenOut(object: JsonObject, value: string): JsonObject {
  const inner = (each: Json): Json => {
    if (Array.isArray(each)) return each.map(inner);
    return isObject(each) ? takenOut(each, value) : each;
  };
  const kept = Object.entries(object).filter(([, each]) => jsonText(each) !== value);
  return Object.fromEntries(kept.map(([name, each]) => [name, inner(each)]));
}
