/** How features change over the nights of a history. Pure. */
import { revisionOf } from '../../results/check-readings.ts';
import type { NightFeature } from '../../results/history/feature.ts';
import type { Night, TargetNight } from '../../results/history/night.ts';
import type { FeaturesOfRun } from '../../results/history/night-of-run.ts';
import type { Results } from '../../results/results.ts';
import { byCodeUnit } from '../../text/order.ts';
import { type ChangeKind, changeKind, type FeatureState, worstFirst } from './states.ts';
import { featureRows } from './table.ts';

/** Returns the part of a run's features that a night keeps. */
export function featuresOfRun(results: Results): FeaturesOfRun {
  return new Map(
    featureRows(results).map(({ target, cells }) => [
      target,
      new Map(
        cells.map(({ feature, state, asked, causes }): [string, NightFeature] => [
          feature,
          { state, asked: asked > 0, causes: causes.map(({ check }) => check) },
        ]),
      ),
    ]),
  );
}

/** The last change of a feature's state on a target. */
export interface FeatureTurn {
  readonly target: string;
  readonly feature: string;
  readonly kind: Exclude<ChangeKind, 'noAnswer'>;
  readonly before: FeatureState;
  readonly after: FeatureState;
  /** The first night with the later state, and the last night with the earlier state. */
  readonly since: string;
  readonly until: string;
}

/**
 * Returns the last change by target and feature, the latest first, then the worst. Skips nights in which a feature was
 * not tested.
 */
export function lastTurns(nights: readonly Night[]): FeatureTurn[] {
  const told = new Map<string, Told>();
  const turns = new Map<string, FeatureTurn>();
  for (const { date, targets } of nights) {
    for (const [target, row] of targets) {
      for (const [feature, cell] of row.features) {
        if (cell.state === 'not-tested') continue;
        const key = JSON.stringify([target, feature]);
        const was = told.get(key);
        told.set(key, { date, row, cell });
        if (was === undefined) continue;
        const kind = changeKind(was.cell, cell, isRevised(was, { row, cell }));
        if (kind === null || kind === 'noAnswer') continue;
        const { state: before } = was.cell;
        turns.set(key, { target, feature, kind, before, after: cell.state, since: date, until: was.date });
      }
    }
  }
  return [...turns.values()].toSorted(
    (left, right) => byCodeUnit(right.since, left.since) || worstFirst(left.after, right.after),
  );
}

interface Told {
  readonly date: string;
  readonly row: TargetNight;
  readonly cell: NightFeature;
}

/** Returns true if a check that decides one side was revised or is missing on the other side. */
function isRevised(was: Pick<Told, 'row' | 'cell'>, is: Pick<Told, 'row' | 'cell'>): boolean {
  return [...was.cell.causes, ...is.cell.causes].some((check) => {
    const [old, now] = [was.row.checks.get(check), is.row.checks.get(check)];
    return old === undefined || now === undefined || revisionOf(old) !== revisionOf(now);
  });
}
