/** Merges several runs of one night. The result does not depend on the order of the runs. */
import { LEVEL_RANK, type Subject } from '../../judge/verdict.ts';
import { byCodeUnit } from '../../text/order.ts';
import { ABSENT, tokensOf } from './cell.ts';
import type { Night, NightCheck, NightRun, TargetNight } from './night.ts';

/**
 * Merges two records of the same night, target by target. When both have a target, one row stays unchanged: the
 * complete row, else the row with more sent conversations, else the row of the run that started later.
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

/** On a tie the second row wins, so that a run that is recorded again with another policy replaces itself. */
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

/**
 * Merges checks, sorted by id. When versions of the suite or dialects describe a check differently, the most severe
 * description wins.
 */
export function gravestOf(all: readonly Checks[]): Map<string, NightCheck> {
  const merged = new Map<string, NightCheck>();
  const entries = all.flatMap((checks) => [...checks]).sort(([left], [right]) => byCodeUnit(left, right));
  for (const [id, check] of entries) {
    const earlier = merged.get(id);
    if (earlier === undefined || gravity(check) > gravity(earlier)) merged.set(id, check);
  }
  return merged;
}

/** Ranks checks by level, then by subject. The provider is the most severe subject. */
function gravity({ level, subject }: NightCheck): number {
  return 3 * LEVEL_RANK[level] + SUBJECT_RANK[subject];
}

const SUBJECT_RANK: Readonly<Record<Subject, number>> = { client: 0, model: 1, provider: 2 };

/** Returns the rows of a night with their cells in the order of the merged checks. */
function rowsOf(night: Night, checks: ReadonlyMap<string, NightCheck>): TargetNight[] {
  const place = new Map([...night.checks.keys()].map((check, at) => [check, at]));
  return [...night.targets.values()].map((row) => {
    const tokens = tokensOf(row.cells);
    const moved = [...checks.keys()].map((check) => tokens[place.get(check) ?? -1] ?? ABSENT);
    return { ...row, cells: moved.join(' ') };
  });
}
