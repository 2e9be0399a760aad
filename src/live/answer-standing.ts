/** Decides whether a request was answered, by the rules of the dialect. */
import type { Target } from '../config/providers.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import { type Exchange, isTimedOut } from '../evidence/exchange.ts';
import type { Standing } from '../reading/reading.ts';
import { standingOf } from '../reading/standing.ts';

/** An answer that was cut off counts as lost, unless everything that its protocol requires had arrived. */
export function standingIn({ provider }: Target, exchange: Exchange, number: number): Standing {
  const standing = standingOf(exchange);
  if (standing.kind !== 'answered' || !isTimedOut(exchange)) return standing;
  try {
    return dialectOf(provider.dialect).read(exchange, number).standing;
  } catch {
    // If the answer triggers a bug of the suite, the judge reports it.
    return standing;
  }
}
