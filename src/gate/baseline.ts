/** A stored run to compare with: failures that it already has are not new. */

import type { Level } from '../judge/verdict.ts';
import { checkOf, hasCheck } from '../results/check-readings.ts';
import type { ConversationRecord, Results, VerdictRecord } from '../results/results.ts';

export interface Baseline {
  readonly results: Results;
  /**
   * Returns true when a failure is new. It is not new when the conversation failed the check in the stored run too, or
   * when that run did not have the check. A failure at a higher level than before is new, unless the level changed in
   * the catalogue.
   */
  isNews(verdict: VerdictRecord): boolean;
}

type Keyed = Pick<VerdictRecord, 'target' | 'scenario' | 'delivery'>;

/** Returns the level of a check for a target in the current catalogue; undefined when it has no such check. */
export type LevelOf = (target: string, check: string) => Level | undefined;

export function baselineOf(results: Results, levelOf: LevelOf): Baseline {
  const worst = new Map<string, Level>();
  for (const verdict of results.verdicts) {
    if (verdict.outcome !== 'fail') continue;
    const key = keyOf(verdict, verdict.check);
    const other = worst.get(key);
    if (other === undefined || RANK[verdict.level] > RANK[other]) worst.set(key, verdict.level);
  }
  const { run } = results;
  return {
    results,
    isNews: (verdict) => {
      const { target } = verdict;
      const check = checkOf(run, target, verdict.check);
      if (check === null || !hasCheck(run, target, verdict.check)) return false;
      const before = worst.get(keyOf(verdict, verdict.check));
      if (before === undefined) return true;
      return RANK[verdict.level] > RANK[before] && check.level === levelOf(target, verdict.check);
    },
  };
}

/** Returns the conversations of the stored run that are no longer planned, each once. */
export function vanishedSince(
  { results }: Baseline,
  planned: readonly Keyed[],
): Pick<ConversationRecord, 'target' | 'scenario' | 'delivery'>[] {
  const known = new Set(planned.map((conversation) => keyOf(conversation)));
  const vanished = results.conversations.filter((conversation) => !known.has(keyOf(conversation)));
  const once = new Map(vanished.map((conversation) => [keyOf(conversation), conversation]));
  return [...once.values()].map(({ target, scenario, delivery }) => ({ target, scenario, delivery }));
}

const RANK: Readonly<Record<Level, number>> = { MAY: 0, SHOULD: 1, MUST: 2 };

function keyOf({ target, scenario, delivery }: Keyed, check = ''): string {
  return JSON.stringify([target, scenario, delivery, check]);
}
