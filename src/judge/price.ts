/** What tokens cost. */

/** A target's price in US dollars per million tokens. */
export interface Price {
  readonly promptPerMillion: number;
  readonly completionPerMillion: number;
  /** Input that was read from a cache, and input that was written to one; unknown where they are absent. */
  readonly cacheReadPerMillion?: number | undefined;
  readonly cacheWritePerMillion?: number | undefined;
}

/** Tokens of a request, and of its answer. */
export interface TokenCounts {
  /** All input, cached or not. */
  readonly prompt: number;
  readonly completion: number;
  /** Of the prompt: what was read from a cache, and what was written to one; 0 by default. */
  readonly cached?: number;
  readonly written?: number;
}

/** In US dollars, the two sides apart. Where the cache has no price of its own, its tokens cost what others do. */
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
