/** Formats the profile for a terminal, by area. Facts with the same finding share one line. */
import { wrapped } from '../terminal/wrapped.ts';
import { groupBy } from '../text/group-by.ts';
import { shorten } from '../text/json-text.ts';
import { plain } from '../text/plain-text.ts';
import { dollars, plural } from '../text/quantities.ts';
import { AREAS } from './fact.ts';
import type { Finding } from './finding.ts';
import { type AnsweredAlike, answeredAlike } from './grouped.ts';
import type { Profile, ProfiledFact } from './profile.ts';
import { findingWords, MEANINGS } from './words.ts';

const COLUMNS = 120;

export function profileSummary({ target, facts, spent, stopped }: Profile): string {
  const asked = facts.filter(({ finding }) => finding.kind !== 'not-applicable');
  const areas = AREAS.flatMap((area) => {
    const own = asked.filter((fact) => fact.area === area);
    return own.length === 0 ? [] : [area, ...linesOf(answeredAlike(own)), ''];
  });
  const unknowns = facts.filter(({ finding }) => finding.kind === 'unknown').length;
  const measured = asked.length - unknowns;
  // Without any answer, only the cause is of interest.
  const told =
    measured === 0 && stopped !== null ? [] : [...areas, ...lackingLines(facts), ...meaningLines(facts)];
  const cost = spent.dollars === 0 ? '' : `, ${dollars(spent.dollars)}`;
  return [
    plain(`${target.id}, in ${target.dialect}`),
    '',
    ...told,
    `${measured} of ${plural(asked.length, 'fact')} measured with ${plural(spent.requests, 'request')}, ${plural(spent.tokens, 'token')}${cost}`,
    ...(stopped === null ? [] : [plain(stopped)]),
  ].join('\n');
}

const WIDEST = 28;

/** A fact on its own line includes the provider's message. A number includes where it ends. */
function linesOf(groups: readonly AnsweredAlike[]): string[] {
  return groups.flatMap(({ words, names, facts }) => {
    const [first] = facts;
    if (first === undefined) return [];
    if (first.finding.kind === 'number')
      return facts.map((fact) =>
        line(nameOf(fact), shorten(plain(findingWords(fact.finding)), COLUMNS - WIDEST)),
      );
    if (names.length === 1)
      return [line(names[0] ?? '', shorten(plain(findingWords(first.finding)), COLUMNS - WIDEST))];
    const head = words.length > WIDEST ? `${plain(words)}:` : plain(words);
    return [line(head, names.join(', '))];
  });
}

function line(head: string, text: string): string {
  return `  ${wrapped(`${head.padEnd(WIDEST)}  ${text}`, COLUMNS, 4)}`;
}

function nameOf({ id, area }: ProfiledFact): string {
  return id.slice(area.length + 1);
}

/** The kinds of findings that need an explanation below the table. */
const UNCLEAR = [
  'required',
  'honoured',
  'ignored',
  'degraded',
  'accepted',
] as const satisfies readonly Finding['kind'][];

function meaningLines(facts: readonly ProfiledFact[]): string[] {
  const found = new Set(facts.map(({ finding }) => finding.kind));
  const meant = UNCLEAR.filter((kind) => found.has(kind));
  if (meant.length === 0) return [];
  return [wrapped(meant.map((kind) => `${kind}: ${MEANINGS[kind]}`).join('; '), COLUMNS, 2)];
}

/** Lists the facts that were not asked, by reason. */
function lackingLines(facts: readonly ProfiledFact[]): string[] {
  const lacking = groupBy(
    facts.flatMap((fact) =>
      fact.finding.kind === 'not-applicable' ? [{ fact, reason: fact.finding.reason }] : [],
    ),
    ({ reason }) => reason,
  );
  return [...lacking].map(([reason, own]) => {
    const [only] = own;
    const what = own.length === 1 && only !== undefined ? nameOf(only.fact) : plural(own.length, 'fact');
    return wrapped(plain(`not asked, since ${reason}: ${what}`), COLUMNS, 2);
  });
}
