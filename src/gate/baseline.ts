/** A stored run to compare with: what failed there already is no news. */

import type { Level } from '../judge/verdict.ts';
import { checkOf, hasCheck } from '../results/check-readings.ts';
import type { ConversationRecord, Results, VerdictRecord } from '../results/results.ts';

export interface Baseline {
  readonly results: Results;
  /**
   * Whether a failure is news. It is none when the conversation failed the check in the stored run too, or when that run
   * did not have the check; a failure that is now graded higher is news, unless it is the check that was graded anew.
   */
  isNews(verdict: VerdictRecord): boolean;
}

type Keyed = Pick<VerdictRecord, 'target' | 'scenario' | 'delivery'>;

/** The level of a check for a target in today's catalogue; undefined when there is none. */
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

/** The conversations of the stored run that are not planned any more, each once. */
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
