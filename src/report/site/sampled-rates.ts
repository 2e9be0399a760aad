/** How often checks fail where a conversation was held several times. */

import { type ConversationRate, ratesOf, sampledKey } from '../../results/rates.ts';
import { groupBy } from '../../text/group-by.ts';
import type { TargetModel } from './site-model.ts';

/** By check the conversations of which there are several samples, some of them failing. */
export function sampledRates({
  conversations,
}: TargetModel): ReadonlyMap<string, readonly ConversationRate[]> {
  const sampled = [...groupBy(conversations, ({ record }) => sampledKey(record)).values()].filter(
    (samples) => samples.length > 1,
  );
  const rates = ratesOf({
    conversations: sampled.flat().map(({ record }) => record),
    verdicts: sampled.flat().flatMap(({ verdicts }) => verdicts),
  });
  return groupBy(
    [...rates].filter(({ failed }) => failed > 0),
    ({ check }) => check,
  );
}
