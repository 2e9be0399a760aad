/** What targets charge: as configured, or as their first answers say. */

import type { Target } from '../config/providers.ts';
import { costOf, type Price, type TokenCounts } from '../judge/price.ts';

/** What an answer says that it cost. */
export interface PricedUsage {
  /** As the answer counts them; 0 where it does not. */
  readonly tokens: TokenCounts;
  /** In US dollars. */
  readonly cost: number;
  /** How the upstream's charge splits, in US dollars; null when the answer does not say. */
  readonly parts: { readonly prompt: number; readonly completion: number } | null;
}

const NOTHING: Price = { promptPerMillion: 0, completionPerMillion: 0 };

/** The price of a target before it has answered; null when it is not known. */
export function knownPrice({ price, provider, model }: Target): Price | null {
  if (price !== null) return price;
  return provider.extensions.includes('openrouter') && model.endsWith(':free') ? NOTHING : null;
}

/** In US dollars. */
export function dollarsFor(price: Price, tokens: TokenCounts): number {
  const { prompt, completion } = costOf(price, tokens);
  return prompt + completion;
}

/** In US dollars, whatever of the prompt is written to a cache, which may cost more than not to. */
export function dollarsAtMost(price: Price, tokens: TokenCounts): number {
  const { promptPerMillion, cacheWritePerMillion = 0 } = price;
  return dollarsFor(
    { ...price, promptPerMillion: Math.max(promptPerMillion, cacheWritePerMillion) },
    { prompt: tokens.prompt, completion: tokens.completion },
  );
}

/**
 * The price that a bill implies; null when it implies none. Where it does not say how the cost splits, each side is
 * priced as if it had caused the whole: that is too much, but never too little.
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

/** The price, raised where the bill was higher than it says: upstreams of one model differ, and lists grow old. */
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
