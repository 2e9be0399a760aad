/** Asks facts, of an endpoint or of the recordings of one: the same function does both. */
import PQueue from 'p-queue';
import type { AnyDialect } from '../dialects/catalogue.ts';
import type { Exchange } from '../evidence/exchange.ts';
import { whatBroke } from '../system/broke.ts';
import type { Fact, Trial } from './fact.ts';
import { type Finding, unknown } from './finding.ts';

/** What was found out about one fact. */
export interface Measured {
  readonly fact: Fact;
  readonly finding: Finding;
  /** The requests that it rests on, in order. */
  readonly trials: readonly Trial[];
}

/** The last attempt for a request, from the network or from a recording; one that was not sent says so. */
export type AnswerTo = (trial: Trial) => Promise<Exchange>;

export interface Measures {
  readonly dialect: AnyDialect;
  readonly answerTo: AnswerTo;
  /** Facts that are asked at the same time. Default 1. */
  readonly inFlight?: number;
  readonly onMeasured?: (measured: Measured) => void;
}

/** Asks all of them, in this order; a request that several ask for is sent once. */
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

/** What breaks us, such as an answer of so many levels that no history can be made of it, leaves one fact unknown. */
function stepOf(goOn: () => IteratorResult<Trial, Finding>): IteratorResult<Trial, Finding> {
  try {
    return goOn();
  } catch (error) {
    return { done: true, value: unknown(`a bug of this suite: ${whatBroke(error)}`) };
  }
}
