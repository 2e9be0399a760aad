/** The profile on a terminal: a line for each fact, below its area. */
import { groupBy } from '../text/group-by.ts';
import { plain } from '../text/plain-text.ts';
import { dollars, plural } from '../text/quantities.ts';
import { AREAS } from './fact.ts';
import type { Profile, ProfiledFact } from './profile.ts';
import { findingWords } from './words.ts';

export function profileSummary({ target, facts, spent, stopped }: Profile): string {
  const nameOf = ({ id, area }: ProfiledFact) => id.slice(area.length + 1);
  const width = Math.max(0, ...facts.map((fact) => nameOf(fact).length));
  const areas = AREAS.flatMap((area) => {
    const own = facts.filter((fact) => fact.area === area && fact.finding.kind !== 'not-applicable');
    const lines = own.map((fact) => `  ${nameOf(fact).padEnd(width)}  ${plain(findingWords(fact.finding))}`);
    return own.length === 0 ? [] : [area, ...lines, ''];
  });
  const asked = facts.filter(({ finding }) => finding.kind !== 'not-applicable');
  const lacking = groupBy(
    facts.flatMap((fact) =>
      fact.finding.kind === 'not-applicable' ? [{ name: nameOf(fact), reason: fact.finding.reason }] : [],
    ),
    ({ reason }) => reason,
  );
  const unknowns = facts.filter(({ finding }) => finding.kind === 'unknown').length;
  const cost = spent.dollars === 0 ? '' : `, ${dollars(spent.dollars)}`;
  return [
    plain(`${target.id}, in ${target.dialect}`),
    '',
    ...areas,
    ...[...lacking].map(([reason, own]) => plain(`not asked, since ${reason}: ${listed(own)}`)),
    `${asked.length - unknowns} of ${plural(asked.length, 'fact')} measured with ${plural(spent.requests, 'request')}, ${plural(spent.tokens, 'token')}${cost}`,
    ...(stopped === null ? [] : [plain(stopped)]),
  ].join('\n');
}

const MOST_NAMES = 6;

function listed(facts: readonly { readonly name: string }[]): string {
  const names = facts.slice(0, MOST_NAMES).map(({ name }) => name);
  const more = facts.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
