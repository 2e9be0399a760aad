/** Descriptions of a run's checks in each dialect. Pure. Also handles results that name no dialects. */
import type { CheckDescription, CheckRecord, RunRecord } from './results.ts';

type Described = Pick<RunRecord, 'checks' | 'targets'>;

/** Returns the description of a check in the target's dialect; null for a check that the run does not describe. */
export function checkOf(run: Described, target: string, check: string): CheckDescription | null {
  const record = run.checks[check];
  return record === undefined ? null : readingIn(record, dialectOfTarget(run, target));
}

/** Returns the description of a check in a dialect. The default is the description in the first dialect that has it. */
export function readingIn(check: CheckRecord, dialect: string | null): CheckDescription {
  const own = dialect === null ? undefined : ownReading(check, dialect);
  if (own === undefined || MEMBERS.every((name) => own[name] === undefined)) return check;
  return {
    title: own.title ?? check.title,
    level: own.level ?? check.level,
    impact: own.impact ?? check.impact,
    subject: own.subject ?? check.subject,
    authority: own.authority ?? check.authority,
  };
}

/** Returns the revision of the rule that judged; 1 by default. */
export function revisionOf({ revision = 1 }: { readonly revision?: number | undefined }): number {
  return revision;
}

/** Returns true when the target's dialect has the check, or when the run has no record of the target or of dialects. */
export function hasCheck(run: Described, target: string, check: string): boolean {
  const dialects = run.checks[check]?.dialects;
  const dialect = dialectOfTarget(run, target);
  return dialects === undefined || dialect === null || Object.hasOwn(dialects, dialect);
}

export interface DescriptionInDialect {
  /** The id of the dialect. */
  readonly dialect: string;
  readonly reading: CheckDescription;
  /** The members that differ from the check's own record. */
  readonly differs: readonly (keyof CheckDescription)[];
}

/**
 * Returns the descriptions of a check by dialect. The dialect with the fewest differences from the check's own record
 * comes first. The list is empty when the record names no dialects.
 */
export function readingsByDialect(check: CheckRecord): DescriptionInDialect[] {
  const all = Object.keys(check.dialects ?? {}).map((dialect): DescriptionInDialect => {
    const own = ownReading(check, dialect) ?? {};
    return { dialect, reading: readingIn(check, dialect), differs: MEMBERS.filter((name) => name in own) };
  });
  return all.toSorted((left, right) => left.differs.length - right.differs.length);
}

/** Returns the dialects of a run's targets, in the order of the targets. */
export function dialectsOf({ targets }: Pick<RunRecord, 'targets'>): string[] {
  return [...new Set(Object.values(targets).map(({ dialect }) => dialect))];
}

const MEMBERS = [
  'title',
  'level',
  'impact',
  'subject',
  'authority',
] as const satisfies readonly (keyof CheckDescription)[];

function dialectOfTarget({ targets }: Described, target: string): string | null {
  return Object.hasOwn(targets, target) ? (targets[target]?.dialect ?? null) : null;
}

function ownReading(
  { dialects }: CheckRecord,
  dialect: string,
): NonNullable<CheckRecord['dialects']>[string] | undefined {
  return dialects !== undefined && Object.hasOwn(dialects, dialect) ? dialects[dialect] : undefined;
}
