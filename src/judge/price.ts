/** What tokens cost. */

/** A target's price in US dollars per million tokens. */
export interface Price {
  readonly promptPerMillion: number;
  readonly completionPerMillion: number;
  /** The prices of input that was read from a cache or written to one; unknown if absent. */
  readonly cacheReadPerMillion?: number | undefined;
  readonly cacheWritePerMillion?: number | undefined;
}

/** Tokens of a request, and of its answer. */
export interface TokenCounts {
  /** All input, cached or not. */
  readonly prompt: number;
  readonly completion: number;
  /** The parts of the prompt that were read from a cache or written to one; 0 by default. */
  readonly cached?: number;
  readonly written?: number;
}

/** The cost of each side in US dollars. If the cache has no price of its own, cached tokens cost the same as others. */
export function costOf(price: Price, tokens: TokenCounts): { prompt: number; completion: number } {
  const { promptPerMillion, completionPerMillion } = price;
  const { cacheReadPerMillion = promptPerMillion, cacheWritePerMillion = promptPerMillion } = price;
  const { prompt, completion, cached = 0, written = 0 } = tokens;
  const input =
    Math.max(prompt - cached - written, 0) * promptPerMillion +
    cached * cacheReadPerMillion +
    written * cacheWritePerMillion;
  return { prompt: input / 1e6, completion: (completion * completionPerMillion) / 1e6 };
}
