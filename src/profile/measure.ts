/** Asks facts, of an endpoint or of the recordings of one: the same function does both. */
import type { AnyDialect } from '../dialects/catalogue.ts';
import type { Exchange } from '../evidence/exchange.ts';
import type { Fact, Trial } from './fact.ts';
import type { Finding } from './finding.ts';

/** What was found out about one fact. */
export interface Measured {
  readonly fact: Fact;
  readonly finding: Finding;
  /** The requests that it rests on, in order. */
  readonly trials: readonly Trial[];
}

/**
 * Asks one fact.
 *
 * @param answerTo the last attempt for a request, from the network or from a recording; one that was not sent says so. Asked
 *   for the same trial again, it gives the same
 */
export async function measure(
  fact: Fact,
  dialect: AnyDialect,
  answerTo: (trial: Trial) => Promise<Exchange>,
): Promise<Measured> {
  const asking = fact.ask(dialect);
  const trials: Trial[] = [];
  let step = asking.next();
  while (step.done !== true) {
    trials.push(step.value);
    step = asking.next(dialect.read(await answerTo(step.value), 1));
  }
  return { fact, finding: step.value, trials };
}
