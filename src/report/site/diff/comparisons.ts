/** The nights of a history, each against the night before it. */
import type { History } from '../../../results/history/store.ts';
import type { Comparison } from './compared.tsx';
import { DIFF_LISTS, type DiffList, isHeld } from './model.ts';
import { nightData } from './night-data.ts';
import { diffNights } from './nights.ts';
import type { ComparedNight } from './page.tsx';

export type NightComparison = Extract<Comparison, { kind: 'nights' }>;

/** Each night against the one before it, by date; the first night has none. */
export function nightComparisons({ nights }: History): ReadonlyMap<string, NightComparison> {
  const comparisons = new Map<string, NightComparison>();
  const data = nights.map(nightData);
  for (const [at, after] of data.entries()) {
    const before = data[at - 1];
    if (before === undefined) continue;
    const diff = diffNights(before, after);
    comparisons.set(after.date, { kind: 'nights', from: before.date, to: after.date, diff });
  }
  return comparisons;
}

export function comparedNights(
  { nights }: History,
  comparisons: ReadonlyMap<string, NightComparison>,
): ComparedNight[] {
  return nights.map(({ date }) => {
    const diff = comparisons.get(date)?.diff;
    if (diff === undefined) return { date, counts: null };
    const held = (list: DiffList) => diff[list].filter(isHeld).length;
    const all = DIFF_LISTS.reduce((sum, list) => sum + diff[list].length, 0);
    return {
      date,
      counts: {
        newlyFailing: held('newlyFailing'),
        newlyPassing: held('newlyPassing'),
        added: held('added'),
        removed: held('removed'),
        unknownNow: held('unknownNow'),
        vanished: diff.vanished.length,
        others: all - DIFF_LISTS.reduce((sum, list) => sum + held(list), 0),
      },
    };
  });
}
