/** A limit: how much of something an endpoint takes. */
import type { Reading } from '../reading/reading.ts';
import type { Fact } from './fact.ts';
import { greatestAccepted, mostRequestsFor } from './search.ts';
import { type SmallScenario, smallScenario } from './small-scenario.ts';

export interface Limit {
  /** Behind `limits/`. */
  readonly name: string;
  readonly question: string;
  /** The smallest number that is tried, and the greatest. */
  readonly from: number;
  readonly upTo: number;
  /** The request with so many of it. */
  readonly asks: (number: number) => Omit<SmallScenario, 'id'>;
  readonly fellShort?: (reading: Reading, number: number) => boolean;
}

export function limit({ name, question, from, upTo, asks, ...rest }: Limit): Fact {
  const id = `limits/${name}`;
  return {
    id,
    area: 'limits',
    question,
    mostRequests: mostRequestsFor({ from, upTo }),
    ask: () =>
      greatestAccepted({
        from,
        upTo,
        trial: (number) => {
          const trial = `${id}-${number}`;
          return { id: trial, sample: 1, scenario: smallScenario({ id: trial, ...asks(number) }) };
        },
        ...rest,
      }),
  };
}
