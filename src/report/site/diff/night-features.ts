/** The changes of features between two nights. Pure, and small enough for the script. */
import type { FeatureChange, FeatureChanges } from '../../../features/deciding/changes.ts';
import { changeKind, worstFirst } from '../../../features/deciding/states.ts';
import { revisionOf } from '../../../results/check-readings.ts';
import { type NightData, type Row, rowsOf } from './nights.ts';

/** The changes of the targets that both nights have; null if one of them was recorded without features. */
export function featuresBetween(before: NightData, after: NightData): FeatureChanges | null {
  if (before.features.length === 0 || after.features.length === 0) return null;
  const earlier = rowsOf(before);
  const lists: Record<keyof FeatureChanges, FeatureChange[]> = {
    worse: [],
    better: [],
    noAnswer: [],
    ruleChanged: [],
  };
  for (const [target, is] of rowsOf(after)) {
    const was = earlier.get(target);
    if (was === undefined) continue;
    for (const [feature, now] of is.features) {
      const old = was.features.get(feature);
      if (old === undefined) continue;
      const isRevised = [...old.causes, ...now.causes].some((check) => isOtherRule(was, is, check));
      const kind = changeKind(old, now, isRevised);
      if (kind === null) continue;
      lists[kind].push({ target, feature, before: old.state, after: now.state, issue: null });
    }
  }
  return { ...lists, worse: lists.worse.toSorted((left, right) => worstFirst(left.after, right.after)) };
}

function isOtherRule(was: Row, is: Row, check: string): boolean {
  const [old, now] = [was.places.get(check), is.places.get(check)];
  return old === undefined || now === undefined || revisionOf(old) !== revisionOf(now);
}
