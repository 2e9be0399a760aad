/** What targets charge: as configured, or as their first answers say. */

import type { Target } from '../config/providers.ts';
import type { Price } from '../judge/check.ts';

/** Tokens of a request, and of its answer. */
export interface TokenCounts {
  readonly prompt: number;
  readonly completion: number;
}

/** What an answer says that it cost. */
export interface PricedUsage {
  /** As the answer counts them; 0 where it does not. */
  readonly tokens: TokenCounts;
  /** In US dollars. */
  readonly cost: number;
  /** How the upstream's charge splits, in US dollars; null when the answer does not say. */
  readonly parts: TokenCounts | null;
}

const NOTHING: Price = { promptPerMillion: 0, completionPerMillion: 0 };

/** The price of a target before it has answered; null when it is not known. */
export function knownPrice({ price, provider, model }: Target): Price | null {
  if (price !== null) return price;
  return provider.extensions.includes('openrouter') && model.endsWith(':free') ? NOTHING : null;
}

/** In US dollars. */
export function dollarsFor({ promptPerMillion, completionPerMillion }: Price, tokens: TokenCounts): number {
  return (tokens.prompt * promptPerMillion + tokens.completion * completionPerMillion) / 1e6;
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

function shareOf({ prompt, completion }: TokenCounts, sum: number): TokenCounts {
  return { prompt: prompt / sum, completion: completion / sum };
}

/** The price, raised where the bill was higher than it says: upstreams of one model differ, and lists grow old. */
export function raisedPrice(price: Price, bill: PricedUsage): Price {
  const due = dollarsFor(price, bill.tokens);
  if (bill.cost <= due) return price;
  if (due === 0) return impliedPrice(bill) ?? price;
  return {
    promptPerMillion: (price.promptPerMillion * bill.cost) / due,
    completionPerMillion: (price.completionPerMillion * bill.cost) / due,
  };
}
