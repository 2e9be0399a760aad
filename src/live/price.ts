/** The prices of targets: configured, or derived from their first answers. */

import type { Target } from '../config/providers.ts';
import { costOf, type Price, type TokenCounts } from '../judge/price.ts';

/** The cost that an answer reports. */
export interface PricedUsage {
  /** As reported by the answer; 0 for counts that it does not report. */
  readonly tokens: TokenCounts;
  /** In US dollars. */
  readonly cost: number;
  /** The upstream's charge for prompt and completion, in US dollars; null when the answer does not report it. */
  readonly parts: { readonly prompt: number; readonly completion: number } | null;
}

const NOTHING: Price = { promptPerMillion: 0, completionPerMillion: 0 };

/** Returns the price of a target before its first answer; null when it is unknown. */
export function knownPrice({ price, provider, model }: Target): Price | null {
  if (price !== null) return price;
  return provider.extensions.includes('openrouter') && model.endsWith(':free') ? NOTHING : null;
}

/** In US dollars. */
export function dollarsFor(price: Price, tokens: TokenCounts): number {
  const { prompt, completion } = costOf(price, tokens);
  return prompt + completion;
}

/** In US dollars, as if the whole prompt were written to a cache when that costs more. */
export function dollarsAtMost(price: Price, tokens: TokenCounts): number {
  const { promptPerMillion, cacheWritePerMillion = 0 } = price;
  return dollarsFor(
    { ...price, promptPerMillion: Math.max(promptPerMillion, cacheWritePerMillion) },
    { prompt: tokens.prompt, completion: tokens.completion },
  );
}

/**
 * Returns the price that a bill implies; null when it implies none. If the bill does not split the cost, each side is
 * priced as if it had caused the whole cost, so the price may be too high, but never too low.
 */
export function impliedPrice({ tokens, cost, parts }: PricedUsage): Price | null {
  if (tokens.prompt === 0 || tokens.completion === 0) return null;
  const sum = parts === null ? 0 : parts.prompt + parts.completion;
  const share = parts === null || sum === 0 ? { prompt: 1, completion: 1 } : shareOf(parts, sum);
  return {
    promptPerMillion: (cost * share.prompt * 1e6) / tokens.prompt,
    completionPerMillion: (cost * share.completion * 1e6) / tokens.completion,
  };
}

function shareOf({ prompt, completion }: NonNullable<PricedUsage['parts']>, sum: number) {
  return { prompt: prompt / sum, completion: completion / sum };
}

/** Raises the price if the bill is higher than it predicts: upstreams of a model differ, and price lists get old. */
export function raisedPrice(price: Price, bill: PricedUsage): Price {
  const due = dollarsFor(price, bill.tokens);
  if (bill.cost <= due) return price;
  if (due === 0) return impliedPrice(bill) ?? price;
  const raised = (perMillion: number) => (perMillion * bill.cost) / due;
  const { promptPerMillion, completionPerMillion, cacheReadPerMillion, cacheWritePerMillion } = price;
  return {
    promptPerMillion: raised(promptPerMillion),
    completionPerMillion: raised(completionPerMillion),
    ...(cacheReadPerMillion === undefined ? {} : { cacheReadPerMillion: raised(cacheReadPerMillion) }),
    ...(cacheWritePerMillion === undefined ? {} : { cacheWritePerMillion: raised(cacheWritePerMillion) }),
  };
}
