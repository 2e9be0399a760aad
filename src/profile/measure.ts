/** Measures facts, from an endpoint or from its recordings, with the same function. */
import PQueue from 'p-queue';
import type { AnyDialect } from '../dialects/catalogue.ts';
import type { Exchange } from '../evidence/exchange.ts';
import { whatBroke } from '../system/broke.ts';
import type { Fact, Trial } from './fact.ts';
import { type Finding, unknown } from './finding.ts';

/** The finding about one fact. */
export interface Measured {
  readonly fact: Fact;
  readonly finding: Finding;
  /** The requests that it is based on, in order. */
  readonly trials: readonly Trial[];
}

/** Returns the last attempt of a request, from the network or a recording. An unsent request is marked as such. */
export type AnswerTo = (trial: Trial) => Promise<Exchange>;

export interface Measures {
  readonly dialect: AnyDialect;
  readonly answerTo: AnswerTo;
  /** The number of facts measured at the same time; 1 by default. */
  readonly inFlight?: number;
  readonly onMeasured?: (measured: Measured) => void;
}

/** Measures all facts, in this order. A request that several facts share is sent once. */
export async function measureAll(
  facts: readonly Fact[],
  { dialect, answerTo, inFlight = 1, onMeasured }: Measures,
): Promise<Measured[]> {
  const known = new Map<string, Promise<Exchange>>();
  const once: AnswerTo = (trial) => {
    const key = `${trial.id} ${trial.sample}`;
    const answer = known.get(key) ?? answerTo(trial);
    known.set(key, answer);
    return answer;
  };
  const queue = new PQueue({ concurrency: inFlight });
  return queue.addAll(
    facts.map((fact) => async () => {
      const measured = await measure(fact, dialect, once);
      onMeasured?.(measured);
      return measured;
    }),
  );
}

async function measure(fact: Fact, dialect: AnyDialect, answerTo: AnswerTo): Promise<Measured> {
  const asking = fact.ask(dialect);
  const trials: Trial[] = [];
  let step = stepOf(() => asking.next());
  while (step.done !== true) {
    trials.push(step.value);
    const exchange = await answerTo(step.value);
    step = stepOf(() => asking.next(dialect.read(exchange, 1)));
  }
  return { fact, finding: step.value, trials };
}

/** Turns an exception into an unknown finding. For example, an answer may be nested too deep to build a history. */
function stepOf(goOn: () => IteratorResult<Trial, Finding>): IteratorResult<Trial, Finding> {
  try {
    return goOn();
  } catch (error) {
    return { done: true, value: unknown(`a bug of this suite: ${whatBroke(error)}`) };
  }
}
