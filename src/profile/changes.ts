/** What two profiles of one target say differently. */
import { type Finding, isTold } from './finding.ts';
import type { Profile, ProfiledFact } from './profile.ts';

export interface ProfileChange {
  /** The id of the fact. */
  readonly fact: string;
  readonly before: Finding;
  readonly after: Finding;
}

/** The facts that both asked alike, and of which they say something else. Words, rates and reasons may differ. */
export function profileChanges(
  before: Pick<Profile, 'facts'>,
  after: Pick<Profile, 'facts'>,
): ProfileChange[] {
  const known = new Map(before.facts.map((fact): [string, ProfiledFact] => [fact.id, fact]));
  return after.facts.flatMap(({ id, revision, finding }) => {
    const asked = known.get(id);
    if (asked?.revision !== revision) return [];
    const { finding: earlier } = asked;
    if (!isTold(earlier) || !isTold(finding)) return [];
    return differ(earlier, finding) ? [{ fact: id, before: earlier, after: finding }] : [];
  });
}

/** Two numbers differ where none lies within both intervals: a search that broke off says less, and nothing else. */
export function differ(one: Finding, other: Finding): boolean {
  if (one.kind === 'number' && other.kind === 'number')
    return topOf(one) < other.most || topOf(other) < one.most;
  return gistOf(one) !== gistOf(other);
}

function topOf({ refusedAt }: Extract<Finding, { kind: 'number' }>): number {
  return refusedAt === null ? Infinity : refusedAt - 1;
}

function gistOf(finding: Finding): string {
  return finding.kind === 'refused' || finding.kind === 'required'
    ? `${finding.kind} ${finding.status}`
    : finding.kind;
}
