/** Several runs of one night made one. The result does not depend on the order in which they come. */
import type { Level, Subject } from '../../judge/verdict.ts';
import { byCodeUnit } from '../../text/order.ts';
import { ABSENT, tokensOf } from './cell.ts';
import type { Night, NightCheck, NightRun, TargetNight } from './night.ts';

/**
 * Joins two records of the same night, target by target. Of a target that both have, one stays as it is: the complete
 * one; else the one with more conversations that were sent; else that of the run that started later.
 */
export function mergeNights(one: Night, other: Night): Night {
  const runs = new Map([...one.runs, ...other.runs].map((run) => [run.id, run]));
  const checks = gravestOf([one.checks, other.checks]);
  const rows = [...rowsOf(one, checks), ...rowsOf(other, checks)].toSorted((left, right) =>
    byCodeUnit(left.target, right.target),
  );
  const targets = new Map<string, TargetNight>();
  for (const row of rows) {
    const earlier = targets.get(row.target);
    if (earlier === undefined || isBetter(row, earlier, runs)) targets.set(row.target, row);
  }
  return {
    date: one.date,
    runs: [...runs.values()].toSorted(
      (left, right) =>
        Date.parse(left.startedAt) - Date.parse(right.startedAt) || byCodeUnit(left.id, right.id),
    ),
    checks,
    targets,
  };
}

/** A tie goes to the row that comes second, so that a run recorded again with other policy takes its own place. */
function isBetter(row: TargetNight, earlier: TargetNight, runs: ReadonlyMap<string, NightRun>): boolean {
  if (row.complete !== earlier.complete) return row.complete;
  const difference = sentIn(row) - sentIn(earlier);
  if (difference !== 0) return difference > 0;
  const startOf = ({ run }: TargetNight) => Date.parse(runs.get(run)?.startedAt ?? '');
  return (startOf(row) - startOf(earlier) || byCodeUnit(row.run, earlier.run)) >= 0;
}

function sentIn({ conversations, unsent }: TargetNight): number {
  return conversations - unsent;
}

type Checks = ReadonlyMap<string, NightCheck>;

/** The checks of all, by id; where versions of the suite, or dialects, read one differently, the gravest reading. */
export function gravestOf(all: readonly Checks[]): Map<string, NightCheck> {
  const merged = new Map<string, NightCheck>();
  const entries = all.flatMap((checks) => [...checks]).sort(([left], [right]) => byCodeUnit(left, right));
  for (const [id, check] of entries) {
    const earlier = merged.get(id);
    if (earlier === undefined || gravity(check) > gravity(earlier)) merged.set(id, check);
  }
  return merged;
}

/** Of two at the same level, one on the provider is the graver. */
function gravity({ level, subject }: NightCheck): number {
  return 3 * LEVEL_RANK[level] + SUBJECT_RANK[subject];
}

const SUBJECT_RANK: Readonly<Record<Subject, number>> = { client: 0, model: 1, provider: 2 };

const LEVEL_RANK: Readonly<Record<Level, number>> = { MAY: 0, SHOULD: 1, MUST: 2 };

/** The rows with their cells in the places that the merged checks give them. */
function rowsOf(night: Night, checks: ReadonlyMap<string, NightCheck>): TargetNight[] {
  const place = new Map([...night.checks.keys()].map((check, at) => [check, at]));
  return [...night.targets.values()].map((row) => {
    const tokens = tokensOf(row.cells);
    const moved = [...checks.keys()].map((check) => tokens[place.get(check) ?? -1] ?? ABSENT);
    return { ...row, cells: moved.join(' ') };
  });
}
