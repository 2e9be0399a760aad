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
    return gistOf(earlier) === gistOf(finding) ? [] : [{ fact: id, before: earlier, after: finding }];
  });
}

/** An interval that is still open is compared by neither of its ends. */
function gistOf(finding: Finding): string {
  switch (finding.kind) {
    case 'number':
      return finding.open === null ? `${finding.most} ${finding.refusedAt}` : 'open';
    case 'refused':
    case 'required':
      return `${finding.kind} ${finding.status}`;
    default:
      return finding.kind;
  }
}
