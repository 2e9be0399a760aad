/** The profile on a terminal: a line for each fact, below its area. */
import { plain } from '../text/plain-text.ts';
import { dollars, plural } from '../text/quantities.ts';
import { AREAS } from './fact.ts';
import type { Profile } from './profile.ts';
import { findingWords } from './words.ts';

export function profileSummary({ target, facts, spent, stopped }: Profile): string {
  const width = Math.max(0, ...facts.map(({ id }) => id.length));
  const areas = AREAS.flatMap((area) => {
    const own = facts.filter((fact) => fact.area === area);
    const lines = own.map(({ id, finding }) => `  ${id.padEnd(width)}  ${plain(findingWords(finding))}`);
    return own.length === 0 ? [] : [area, ...lines, ''];
  });
  const unknowns = facts.filter(({ finding }) => finding.kind === 'unknown').length;
  const cost = spent.dollars === 0 ? '' : `, ${dollars(spent.dollars)}`;
  return [
    plain(`${target.id}, in ${target.dialect}`),
    '',
    ...areas,
    `${facts.length - unknowns} of ${plural(facts.length, 'fact')} measured with ${plural(spent.requests, 'request')}, ${plural(spent.tokens, 'token')}${cost}`,
    ...(stopped === null ? [] : [plain(stopped)]),
  ].join('\n');
}
