/** The rows of the feature table as readers want them: by model, the worst first, the suite's own provider apart. */
import type { FeatureRow } from '../../../features/deciding/table.ts';
import { groupBy } from '../../../text/group-by.ts';
import { byCodeUnit } from '../../../text/order.ts';

/** The targets of one model. */
export interface FeatureGroup {
  /** What the model is, whoever serves it. */
  readonly model: string;
  readonly rows: readonly FeatureRow[];
}

export interface FeatureGroups {
  readonly groups: readonly FeatureGroup[];
  /** Those that the suite serves itself, for comparison. */
  readonly reference: readonly FeatureGroup[];
}

/** Targets without a conversation are left out: the report says elsewhere that they are missing. */
export function featureGroups(rows: readonly FeatureRow[]): FeatureGroups {
  const held = rows.filter(({ conversations }) => conversations > 0);
  const isOwn = ({ record }: FeatureRow) => record?.builtIn !== undefined;
  return {
    groups: byModel(held.filter((row) => !isOwn(row))),
    reference: byModel(held.filter(isOwn)),
  };
}

function byModel(rows: readonly FeatureRow[]): FeatureGroup[] {
  return [...groupBy(rows, modelOf)]
    .map(([model, own]) => ({ model, rows: own.toSorted(worseFirst) }))
    .toSorted((left, right) => compareFirst(left, right) || byCodeUnit(left.model, right.model));
}

function modelOf({ target, record }: FeatureRow): string {
  return record?.weights ?? record?.model ?? target;
}

function compareFirst({ rows: [left] }: FeatureGroup, { rows: [right] }: FeatureGroup): number {
  return left === undefined || right === undefined ? 0 : worseFirst(left, right);
}

/** More that is broken comes first, then more that is awkward, then more that is not offered, then less that was tested. */
function worseFirst(left: FeatureRow, right: FeatureRow): number {
  for (const state of ['broken', 'works-but', 'not-offered', 'not-tested'] as const) {
    const difference = countOf(right, state) - countOf(left, state);
    if (difference !== 0) return difference;
  }
  return byCodeUnit(left.target, right.target);
}

function countOf({ cells }: FeatureRow, state: FeatureRow['cells'][number]['state']): number {
  return cells.filter((cell) => cell.state === state).length;
}

/** The groups of one page: pages are cut between rows, so that none is longer than told. */
export function pageOf(groups: readonly FeatureGroup[], page: number, length: number): FeatureGroup[] {
  let before = -(page - 1) * length;
  return groups.flatMap(({ model, rows }) => {
    const own = rows.slice(Math.max(0, -before), Math.max(0, length - before));
    before += rows.length;
    return own.length === 0 ? [] : [{ model, rows: own }];
  });
}
