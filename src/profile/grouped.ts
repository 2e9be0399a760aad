/** Groups facts with the same finding, to shorten reports. */
import { groupBy } from '../text/group-by.ts';
import type { Finding } from './finding.ts';
import type { ProfiledFact } from './profile.ts';
import { shortWords } from './words.ts';

export interface AnsweredAlike {
  /** The common finding. */
  readonly words: string;
  /** The ids without their area, such as `pattern (strict)` when plain and strict schemas differ. */
  readonly names: readonly string[];
  /** The facts, at least one. */
  readonly facts: readonly ProfiledFact[];
}

/** The order of groups. Restrictions come first. */
const ORDER: readonly Finding['kind'][] = [
  'number',
  'required',
  'refused',
  'degraded',
  'ignored',
  'rate',
  'honoured',
  'accepted',
  'unknown',
  'not-applicable',
];

/** @param facts the facts of one area */
export function answeredAlike(facts: readonly ProfiledFact[]): AnsweredAlike[] {
  const ids = new Map(facts.map((fact) => [fact.id, fact]));
  const groups = groupBy(facts, ({ finding }) => wordsOf(finding));
  return [...groups]
    .map(([words, own]) => ({ words, facts: own, names: namesOf(own, ids) }))
    .toSorted((one, other) => placeOf(one.facts) - placeOf(other.facts));
}

function placeOf([first]: readonly ProfiledFact[]): number {
  return first === undefined ? ORDER.length : ORDER.indexOf(first.finding.kind);
}

function wordsOf(finding: Finding): string {
  return finding.kind === 'unknown' ? `unknown: ${finding.reason}` : shortWords(finding);
}

const STRICT = /-strict$/u;

function namesOf(own: readonly ProfiledFact[], all: ReadonlyMap<string, ProfiledFact>): string[] {
  const here = new Set(own.map(({ id }) => id));
  const isAsked = (id: string) => {
    const finding = all.get(id)?.finding;
    return finding !== undefined && finding.kind !== 'not-applicable';
  };
  return own.flatMap(({ id, area }) => {
    const isStrict = STRICT.test(id);
    const twin = isStrict ? id.replace(STRICT, '') : `${id}-strict`;
    const name = id.replace(STRICT, '').slice(area.length + 1);
    if (!isAsked(twin)) return [isStrict ? `${name} (strict)` : name];
    if (here.has(twin)) return isStrict ? [] : [name];
    return [`${name} (${isStrict ? 'strict' : 'plain'})`];
  });
}
