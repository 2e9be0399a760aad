/** Combines the rules of the catalogue with what a dialect adds to them. */
import type { Authorities, Check, Scope, Terms } from '../judge/check.ts';
import type { Impact, Level, Subject } from '../judge/verdict.ts';
import type { StreamedReading } from '../reading/stream.ts';
import { type CheckId, RULES } from './catalogue.ts';
import type { RuleRecord } from './record.ts';

/** What a dialect adds to the record of a rule. */
export interface RuleInDialect<R extends StreamedReading> extends Partial<Scope<R>> {
  /** The sentence of the dialect's reference that the rule rests on; the record's authority by default. */
  readonly authority?: Authorities;
  /** The dialect's own way to judge; that of the record by default. */
  readonly run?: Check<R>['run'];
  /** The dialect's own title, if its terms cannot express it. */
  readonly title?: string;
  readonly levelNote?: string;
  readonly departs?: Departure;
}

/** A level, impact or subject that differs from that of the other dialects. */
export interface Departure {
  readonly level?: Level;
  readonly impact?: Impact;
  readonly subject?: Subject;
  /** The reason, in one sentence; the catalogue shows it. */
  readonly because: string;
}

export type RulesInDialect<R extends StreamedReading> = Readonly<Partial<Record<CheckId, RuleInDialect<R>>>>;

export interface DialectWords {
  readonly terms: Terms;
  /** Rules without a meaning in the dialect, with the reason. */
  readonly notApplicable: Readonly<Record<string, string>>;
}

/**
 * The checks of a dialect, in the order of the catalogue: every rule that judges for all dialects, unless the dialect
 * declares it not applicable, and each rule for which it has its own way to judge.
 *
 * @param readings what the dialect adds to the records, by check id; each id at most once
 * @param rules the rules; by default all of the catalogue
 * @throws {Error} for a mistake in a dialect's tables: an id that is unknown, not applicable or listed twice, a title that
 *   equals the default one, and a rule without an authority or a way to judge
 */
export function checksOf<R extends StreamedReading>(
  { terms, notApplicable }: DialectWords,
  readings: readonly RulesInDialect<R>[],
  rules: Readonly<Record<string, RuleRecord>> = RULES,
): Check<R>[] {
  const read = new Map<string, RuleInDialect<R>>();
  for (const [id, reading] of readings.flatMap((each) => Object.entries(each))) {
    if (!Object.hasOwn(rules, id)) throw new Error(`${id} is no rule of the catalogue`);
    if (Object.hasOwn(notApplicable, id)) throw new Error(`${id} is read and called not applicable`);
    if (read.has(id)) throw new Error(`${id} is read twice`);
    read.set(id, reading);
  }
  return Object.entries(rules)
    .filter(([id, { run }]) => (run !== undefined || read.has(id)) && !Object.hasOwn(notApplicable, id))
    .map(([id, rule]) => checkOf(id, rule, read.get(id) ?? {}, terms));
}

/**
 * The members of a check in one order, so that all checks have the same object shape: the judge reads them for each
 * exchange, and JavaScript engines are slow with objects of many shapes.
 */
const MEMBERS = {
  id: undefined,
  title: undefined,
  level: undefined,
  levelUnder: undefined,
  levelNote: undefined,
  impact: undefined,
  subject: undefined,
  authority: undefined,
  feature: undefined,
  revision: undefined,
  because: undefined,
  answer: undefined,
  asked: undefined,
  aboutCalls: undefined,
  skipsAudio: undefined,
  skipsBareErrors: undefined,
  needsEnd: undefined,
  needsEveryEvent: undefined,
  voidWhen: undefined,
  judgesEmpty: undefined,
  judgesUnreadable: undefined,
  judgesBroken: undefined,
  judgesRetried: undefined,
  follows: undefined,
  followsEarlier: undefined,
  readsBytes: undefined,
  readsValues: undefined,
  run: undefined,
} satisfies Record<keyof Check, undefined>;

function checkOf<R extends StreamedReading>(
  id: string,
  record: RuleRecord,
  { departs, ...reading }: RuleInDialect<R>,
  terms: Terms,
): Check<R> {
  const title = typeof record.title === 'string' ? record.title : record.title(terms);
  if (reading.title === title) throw new Error(`${id} repeats the title of its record`);
  const { authority, run, ...check } = { ...record, title, ...departs, ...reading, id };
  if (authority === undefined)
    throw new Error(`${id} rests on no reference: the dialect says by which it stands`);
  if (run === undefined) throw new Error(`${id} has no way to judge`);
  return { ...MEMBERS, ...check, authority, run };
}
