/** What became of features between two runs. Pure: two runs in, lists out. */
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
  /** The issue that the expectations of all its failures name; null where one has none. */
  readonly issue: string | null;
}

export interface FeatureChanges {
  readonly worse: readonly FeatureChange[];
  readonly better: readonly FeatureChange[];
  /** Told before and asked for again, and nothing could tell: an outage is no verdict. */
  readonly noAnswer: readonly FeatureChange[];
  /** Decided on one side by a rule that means something else on the other. */
  readonly ruleChanged: readonly FeatureChange[];
}

/** The changes of the targets that both runs have, in the order of the later one; of the worse those without an issue first, and of these the worst. */
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

/** What nobody has reported yet is what a reader should see first. */
function unlinkedFirst(changes: readonly FeatureChange[]): FeatureChange[] {
  return changes.toSorted(
    (left, right) =>
      Number(left.issue !== null) - Number(right.issue !== null) || worstFirst(left.after, right.after),
  );
}

/** The issue that the expectations of all failures of a cell name; null where one has none. */
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
