/** Strips read as stretches of days on which nothing changed. Pure, for the pages and for their script. */
import { NO_ANSWER, NO_DATA, SIGN_OF_LETTER, type Strip } from '../../../results/history/letters.ts';
import { SIGNS, type Sign } from '../../../results/signs.ts';

/** Days in a row with the same sign. */
export interface Spell {
  /** Null for days without data. */
  readonly sign: Sign | null;
  /** Days from the start of the strip to the first of these. */
  readonly at: number;
  readonly days: number;
}

/** The spells of a strip in order; together they cover every day. */
export function spellsOf(strip: Strip): Spell[] {
  const spells: { sign: Sign | null; at: number; days: number }[] = [];
  for (let at = 0; at < strip.length; at += 1) {
    const letter = strip[at] ?? NO_DATA;
    const last = spells.at(-1);
    if (last !== undefined && strip[at - 1] === letter) last.days += 1;
    else spells.push({ sign: SIGN_OF_LETTER[letter] ?? null, at, days: 1 });
  }
  return spells;
}

/** The sign of a day; null when there is no data, or no such day. */
export function signAt(strip: Strip, day: number): Sign | null {
  return SIGN_OF_LETTER[strip[day] ?? NO_DATA] ?? null;
}

/** What is said of a day without a sign. */
export function absenceAt(strip: Strip, day: number): string {
  return strip[day] === NO_ANSWER ? 'no answer' : 'no data';
}

/** On how many days each sign stands, in the order of the signs; days without data are left out. */
export function signDays(strip: Strip): Map<Sign, number> {
  const days = new Map<Sign, number>();
  for (const letter of new Set(strip)) {
    const sign = SIGN_OF_LETTER[letter];
    if (sign !== undefined) days.set(sign, strip.split(letter).length - 1);
  }
  return days;
}

/** Whether something failed, or broke, on any day. */
export function everDeviated(strip: Strip): boolean {
  return /[MSEK]/.test(strip);
}

/** How it stood on a day, and since when. */
export interface SpellState {
  readonly sign: Sign;
  /** The last day with data, not after the day that was asked about. */
  readonly day: number;
  /** The day from which on every night with data says the same. */
  readonly since: number;
  /** Whether the strip starts with it, so that it may be older. */
  readonly always: boolean;
}

/** How it stood on the day; null when there is no data up to it. Days without data interrupt nothing. */
export function standingAt(strip: Strip, day: number): SpellState | null {
  const spells = spellsOf(strip.slice(0, day + 1)).filter(({ sign }) => sign !== null);
  const last = spells.at(-1);
  if (last === undefined || last.sign === null) return null;
  const other = spells.findLastIndex(({ sign }) => sign !== last.sign);
  const first = spells[other + 1] ?? last;
  return { sign: last.sign, day: last.at + last.days - 1, since: first.at, always: other === -1 };
}

/** The date so many days after another, both as `2025-11-20`. */
export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 'YYYY-MM-DD'.length);
}

/** Days from one date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

const DAY_MS = 86_400_000;

/** `MUST fails since 2025-10-03`, `pass in every night since 2025-01-01`. */
export function standingText(strip: Strip, from: string): string {
  const standing = standingAt(strip, strip.length - 1);
  if (standing === null) return 'no data';
  const { sign, since, always } = standing;
  const word = SIGNS[sign].word;
  return `${word} ${always ? 'in every night since' : 'since'} ${dateAfter(from, since)}`;
}
