/** The request of a trial, as the dialect writes it. */
import type { Codec, RequestSettings } from '../drive/codec.ts';
import { type Endpoint, requestOf } from '../drive/drive.ts';
import type { HttpRequest } from '../evidence/exchange.ts';
import type { JsonObject } from '../text/json.ts';
import type { Trial } from './fact.ts';

export function requestOfTrial(
  trial: Trial,
  dialect: Codec,
  endpoint: Endpoint,
  settings: RequestSettings,
): HttpRequest {
  return requestOf(dialect.address(settings), endpoint, requestBodyOf(trial, dialect, settings));
}

/** Any settings tell two requests apart. */
const ANY: RequestSettings = { model: '', delivery: 'buffered', extensions: new Set(), upstream: null };

export function requestBodyOf(
  { scenario, messages }: Trial,
  dialect: Codec,
  settings: RequestSettings = ANY,
): JsonObject {
  return dialect.body(scenario, messages ?? dialect.openingMessages(scenario), settings, null);
}
