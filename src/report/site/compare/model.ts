/** Targets that serve the same model, check by check. Pure. */
import { hasCheck } from '../../../results/check-readings.ts';
import type { CheckRecord, RunRecord, VerdictRecord } from '../../../results/results.ts';
import { type Sign, signOf } from '../../../results/signs.ts';
import type { Serving, TargetModel } from '../site-model.ts';

export interface ComparisonModel {
  readonly targets: readonly TargetModel[];
  /** The checks on which at least two targets differ, in the order of the catalogue. */
  readonly differing: readonly ComparedCheck[];
  /** The others that at least one of the targets was judged by, with the sign that says most. */
  readonly alike: readonly { readonly id: string; readonly sign: Sign }[];
}

export interface ComparedCheck {
  readonly id: string;
  readonly check: CheckRecord;
  /** One a target, in their order; null where its dialect has no such check. */
  readonly sides: readonly (ComparedSide | null)[];
}

export interface ComparedSide {
  readonly sign: Sign;
  /** Conversations with that sign, and those that the check applied to. */
  readonly count: number;
  readonly of: number;
  /** The first verdict of that sign; null where all is well or nothing applied. */
  readonly first: VerdictRecord | null;
}

export function comparisonModel(run: RunRecord, { targets }: Pick<Serving, 'targets'>): ComparisonModel {
  const sides = targets.map((target) => sidesOf(target));
  const compared = Object.entries(run.checks).map(([id, check]) => ({
    id,
    check,
    sides: targets.map(({ id: target }, at) =>
      hasCheck(run, target, id) ? (sides[at]?.get(id) ?? NOTHING) : null,
    ),
  }));
  const isDifferent = ({ sides: own }: ComparedCheck) => differ(own.map(weightOf));
  return {
    targets,
    // What is an observation and no fault comes last.
    differing: compared
      .filter(isDifferent)
      .toSorted((left, right) => Number(left.check.level === 'MAY') - Number(right.check.level === 'MAY')),
    alike: compared
      .filter((one) => !isDifferent(one))
      .flatMap(({ id, sides: own }) => {
        const signs = own.flatMap((side) => (side === null ? [] : [side.sign]));
        const [sign] = signs.filter((each) => each !== 'not-applicable');
        return sign === undefined ? [] : [{ id, sign }];
      }),
  };
}

const NOTHING: ComparedSide = { sign: 'not-applicable', count: 0, of: 0, first: null };

/** What a side weighs: a pass, and having nothing to judge, weigh the same. */
export function weightOf(side: ComparedSide | null): Sign | typeof ABSENT {
  if (side === null) return ABSENT;
  return side.sign === 'not-applicable' ? 'pass' : side.sign;
}

/** A dialect without the check, or a feature that was not tested. */
export const ABSENT = 'absent';
const FAULTS: readonly string[] = ['must', 'should', 'known', 'error'] satisfies readonly Sign[];

/** Whether sides of these weights are worth a row; one without the check is set beside faults alone. */
export function differ(weights: readonly string[]): boolean {
  const present = new Set(weights.filter((weight) => weight !== ABSENT));
  const isAbsent = weights.includes(ABSENT);
  return present.size > 1 || (isAbsent && FAULTS.some((fault) => present.has(fault)));
}

function sidesOf({ families }: TargetModel): ReadonlyMap<string, ComparedSide> {
  const sides = new Map<string, ComparedSide>();
  for (const { open, passed } of families) {
    for (const { id, sign, verdicts, passes } of open) {
      const own = verdicts.filter((verdict) => signOf(verdict) === sign);
      sides.set(id, { sign, count: own.length, of: verdicts.length + passes, first: own[0] ?? null });
    }
    for (const { id, count } of passed) sides.set(id, { sign: 'pass', count, of: count, first: null });
  }
  return sides;
}
