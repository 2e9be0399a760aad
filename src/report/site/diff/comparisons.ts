/** Compares each night of a history with the night before it. */
import type { FeatureChanges } from '../../../features/deciding/changes.ts';
import type { History } from '../../../results/history/store.ts';
import type { Comparison } from './compared.tsx';
import { DIFF_LISTS, type DiffList, type DiffModel, isHeld } from './model.ts';
import { nightData } from './night-data.ts';
import { featuresBetween } from './night-features.ts';
import { diffNights, type NightData } from './nights.ts';
import type { ComparedNight } from './page.tsx';

export type NightComparison = Extract<Comparison, { kind: 'nights' }>;

/**
 * The comparison of each night with the one before it, by date; the first night has none. A target without an answer in the
 * night before is compared with its last answer, so that changes in between are not lost.
 */
export function nightComparisons({ nights }: History): ReadonlyMap<string, NightComparison> {
  const comparisons = new Map<string, NightComparison>();
  const data = nights.map(nightData);
  for (const [at, after] of data.entries()) {
    const before = data[at - 1];
    if (before === undefined) continue;
    const recovered = recoveries(data.slice(0, at), after);
    comparisons.set(after.date, {
      kind: 'nights',
      from: before.date,
      to: after.date,
      diff: recovered.reduce((diff, { diff: own }) => joined(diff, own), diffNights(before, after)),
      features: [featuresBetween(before, after), ...recovered.map(({ features }) => features)].reduce(
        (all, own) => (all === null || own === null ? all : joinedFeatures(all, own)),
      ),
      afterOutage: recovered.map(({ target, from }) => ({ target, from })),
    });
  }
  return comparisons;
}

interface Recovery {
  readonly target: string;
  /** The night of its last answer. */
  readonly from: string;
  readonly diff: DiffModel;
  readonly features: FeatureChanges | null;
}

function joinedFeatures(one: FeatureChanges, other: FeatureChanges): FeatureChanges {
  return {
    worse: [...one.worse, ...other.worse],
    better: [...one.better, ...other.better],
    noAnswer: [...one.noAnswer, ...other.noAnswer],
    ruleChanged: [...one.ruleChanged, ...other.ruleChanged],
  };
}

/** The targets that answer again after nights without an answer, with the night of the last answer and the changes since. */
function recoveries(earlier: readonly NightData[], after: NightData): Recovery[] {
  const before = earlier.at(-1);
  const silent = new Set([...(before?.skipped ?? []), ...(before?.notRun ?? [])].map(([target]) => target));
  return after.targets.flatMap(([target]): Recovery[] => {
    const last = silent.has(target)
      ? earlier.findLast((night) => only(night, target).targets.length > 0)
      : null;
    if (last == null) return [];
    const [was, is] = [only(last, target), only(after, target)];
    return [{ target, from: last.date, diff: diffNights(was, is), features: featuresBetween(was, is) }];
  });
}

function only(night: NightData, target: string): NightData {
  return { ...night, targets: night.targets.filter(([id]) => id === target), skipped: [], notRun: [] };
}

/** Joins the diff of all targets with that of one; new and retired rules are those of all. */
function joined(all: DiffModel, one: DiffModel): DiffModel {
  const { regraded, revised } = all.catalogue;
  const isOther = (known: readonly { check: string }[]) => (entry: { check: string }) =>
    !known.some(({ check }) => check === entry.check);
  return {
    newlyFailing: [...all.newlyFailing, ...one.newlyFailing],
    newlyPassing: [...all.newlyPassing, ...one.newlyPassing],
    added: [...all.added, ...one.added],
    removed: [...all.removed, ...one.removed],
    unknownNow: [...all.unknownNow, ...one.unknownNow],
    vanished: all.vanished,
    catalogue: {
      ...all.catalogue,
      regraded: [...regraded, ...one.catalogue.regraded.filter(isOther(regraded))],
      revised: [...revised, ...one.catalogue.revised.filter(isOther(revised))],
    },
  };
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
