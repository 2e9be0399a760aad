/** The request of a trial, as the dialect writes it. */
import type { Codec, RequestSettings } from '../drive/codec.ts';
import { type Endpoint, requestOf } from '../drive/drive.ts';
import type { HttpRequest } from '../evidence/exchange.ts';
import type { Trial } from './fact.ts';

export function requestOfTrial(
  { scenario, messages }: Trial,
  dialect: Codec,
  endpoint: Endpoint,
  settings: RequestSettings,
): HttpRequest {
  const history = messages ?? dialect.openingMessages(scenario);
  return requestOf(dialect.address(settings), endpoint, dialect.body(scenario, history, settings, null));
}
