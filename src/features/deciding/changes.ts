/** How features changed between two runs. Pure: takes two runs, returns lists. */
import { revisionOf } from '../../results/check-readings.ts';
import type { Results } from '../../results/results.ts';
import type { FeatureCell } from './cell.ts';
import { type ChangeKind, changeKind, type FeatureState, worstFirst } from './states.ts';
import { featureRows } from './table.ts';

export interface FeatureChange {
  readonly target: string;
  readonly feature: string;
  readonly before: FeatureState;
  readonly after: FeatureState;
  /** The issue of the first failure, if the expectation of every failure names an issue; otherwise null. */
  readonly issue: string | null;
}

export interface FeatureChanges {
  readonly worse: readonly FeatureChange[];
  readonly better: readonly FeatureChange[];
  /** Had an answer before, was asked for again, and has no answer now. An outage is not a verdict. */
  readonly noAnswer: readonly FeatureChange[];
  /** Changed, but a check that decides one side was revised or is missing on the other side. */
  readonly ruleChanged: readonly FeatureChange[];
}

/**
 * Returns the changes of the targets that both runs have, in the order of the later run. In `worse`, changes without an
 * issue come first, then the worst.
 */
export function featureChanges(before: Results, after: Results): FeatureChanges {
  const earlier = new Map(featureRows(before).map(({ target, cells }) => [target, cells]));
  const lists: Record<keyof FeatureChanges, FeatureChange[]> = {
    worse: [],
    better: [],
    noAnswer: [],
    ruleChanged: [],
  };
  const isRevised = ({ causes }: FeatureCell) =>
    causes.some(({ check }) => {
      const [was, is] = [before.run.checks[check], after.run.checks[check]];
      return was === undefined || is === undefined || revisionOf(was) !== revisionOf(is);
    });
  for (const { target, cells } of featureRows(after)) {
    for (const cell of cells) {
      const was = earlier.get(target)?.find(({ feature }) => feature === cell.feature);
      const kind = was === undefined ? null : kindBetween(was, cell, isRevised(was) || isRevised(cell));
      if (was === undefined || kind === null) continue;
      lists[kind].push({
        target,
        feature: cell.feature,
        before: was.state,
        after: cell.state,
        issue: issueOf(cell),
      });
    }
  }
  return { ...lists, worse: unlinkedFirst(lists.worse) };
}

/** A change that has no issue yet is the most important one for a reader. */
function unlinkedFirst(changes: readonly FeatureChange[]): FeatureChange[] {
  return changes.toSorted(
    (left, right) =>
      Number(left.issue !== null) - Number(right.issue !== null) || worstFirst(left.after, right.after),
  );
}

/** Returns the issue of the first failure, if the expectation of every failure names an issue; otherwise null. */
export function issueOf({ causes }: FeatureCell): string | null {
  const links = causes.flatMap(({ verdicts }) =>
    verdicts.map(({ expectation }) => expectation?.link ?? null),
  );
  return links.every((link) => link !== null) ? (links[0] ?? null) : null;
}

function kindBetween(was: FeatureCell, is: FeatureCell, isRevised: boolean): ChangeKind | null {
  const standing = ({ state, asked }: FeatureCell) => ({ state, asked: asked > 0 });
  return changeKind(standing(was), standing(is), isRevised);
}
