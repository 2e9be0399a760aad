/** A limit: the maximum amount of something that an endpoint accepts. */
import type { Reading } from '../reading/reading.ts';
import type { Fact } from './fact.ts';
import { greatestAccepted, mostRequestsFor } from './search.ts';
import { type SmallScenario, smallScenario } from './small-scenario.ts';

export interface Limit {
  /** The part of the fact's id after `limits/`. */
  readonly name: string;
  readonly question: string;
  /** The smallest number that is tried; `upTo` is the greatest. */
  readonly from: number;
  readonly upTo: number;
  /** Returns the request with this amount. */
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
