/** Whether an answer came, in the words of the dialect. */
import type { Target } from '../config/providers.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import { type Exchange, isTimedOut } from '../evidence/exchange.ts';
import type { Standing } from '../reading/reading.ts';
import { standingOf } from '../reading/standing.ts';

/** An answer that was cut is lost, unless all that its protocol needs had come before. */
export function standingIn({ provider }: Target, exchange: Exchange, number: number): Standing {
  const standing = standingOf(exchange);
  if (standing.kind !== 'answered' || !isTimedOut(exchange)) return standing;
  try {
    return dialectOf(provider.dialect).read(exchange, number).standing;
  } catch {
    // A bug of the suite that the answer shows is told where the answer is judged.
    return standing;
  }
}
