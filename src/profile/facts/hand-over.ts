/** Facts about whether conversations recorded with other providers can be continued. */
import type { Fact } from '../fact.ts';
import { BUILT_IN } from '../handover/built-in.ts';
import { handOver, MOST_FOR_HAND_OVER } from '../handover/hand-over.ts';

export const handedOver: readonly Fact[] = BUILT_IN.map(({ name, who, history }) => {
  const id = `contract/${name}`;
  return {
    id,
    area: 'contract',
    revision: 2,
    question: `Does the endpoint continue a history whose calls were made through ${who}?`,
    mostRequests: MOST_FOR_HAND_OVER,
    ask: (dialect) => handOver({ id, history }, dialect),
  };
});
