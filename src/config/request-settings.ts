/** What a target adds to every request of its conversations, live and in a replay alike. */

import type { RequestSettings } from '../drive/codec.ts';
import type { Delivery } from '../evidence/exchange.ts';
import type { JsonObject } from '../text/json.ts';
import type { Target } from './providers.ts';

/** @param extraBody fields that this run alone adds */
export function requestSettings(
  { provider, model, upstream, body, tokenLimitField }: Target,
  delivery: Delivery,
  extraBody: JsonObject = {},
): RequestSettings {
  return {
    model,
    upstream,
    delivery,
    extensions: new Set(provider.extensions),
    tokenLimitField,
    extraBody: { ...body, ...extraBody },
  };
}
