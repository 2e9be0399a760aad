/** How the checks of a run read in its dialects. Pure; results written before there were several are read too. */
import type { CheckDescription, CheckRecord, RunRecord } from './results.ts';

type Described = Pick<RunRecord, 'checks' | 'targets'>;

/** What a check says of a target, in its dialect; null for a check that the run does not describe. */
export function checkOf(run: Described, target: string, check: string): CheckDescription | null {
  const record = run.checks[check];
  return record === undefined ? null : readingIn(record, dialectOfTarget(run, target));
}

/** What a check says in a dialect; the reading of the first that has it where this one has not. */
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

/** Which meaning of a rule judged. */
export function revisionOf({ revision = 1 }: { readonly revision?: number | undefined }): number {
  return revision;
}

/** Whether a target's dialect has the check; one without a record is taken to have them all. */
export function hasCheck(run: Described, target: string, check: string): boolean {
  const dialects = run.checks[check]?.dialects;
  const dialect = dialectOfTarget(run, target);
  return dialects === undefined || dialect === null || Object.hasOwn(dialects, dialect);
}

export interface DescriptionInDialect {
  /** The id of the dialect. */
  readonly dialect: string;
  readonly reading: CheckDescription;
  /** The members that differ from the reading of the first. */
  readonly differs: readonly (keyof CheckDescription)[];
}

/** The dialects that have a check, the one whose reading is the record's own first; empty where none is named. */
export function readingsByDialect(check: CheckRecord): DescriptionInDialect[] {
  const all = Object.keys(check.dialects ?? {}).map((dialect): DescriptionInDialect => {
    const own = ownReading(check, dialect) ?? {};
    return { dialect, reading: readingIn(check, dialect), differs: MEMBERS.filter((name) => name in own) };
  });
  return all.toSorted((left, right) => left.differs.length - right.differs.length);
}

/** The dialects of a run's targets, in the order of the targets. */
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
