/** Finds the differences between two profiles of one target. */
import { type Finding, isTold } from './finding.ts';
import type { Profile, ProfiledFact } from './profile.ts';

export interface ProfileChange {
  /** The id of the fact. */
  readonly fact: string;
  readonly before: Finding;
  readonly after: Finding;
}

/**
 * Returns the facts that both profiles measured with the same revision and different findings. Differences of messages,
 * rates and reasons do not count.
 */
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

/**
 * Returns true when the findings differ. Two numbers differ when their intervals do not overlap, because a search that
 * stopped early only gives a wider interval.
 */
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
