/** The settings that a target adds to every request, in live runs and in replays. */

import type { RequestSettings } from '../drive/codec.ts';
import type { Delivery } from '../evidence/exchange.ts';
import type { JsonObject } from '../text/json.ts';
import type { Target } from './providers.ts';

/** @param extraBody additional fields for this run only */
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
