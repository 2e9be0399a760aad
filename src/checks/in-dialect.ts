/** The rules of the catalogue as a dialect reads them. */
import type { Authorities, Check, Scope, Terms } from '../judge/check.ts';
import type { Impact, Level, Subject } from '../judge/verdict.ts';
import type { StreamedReading } from '../reading/stream.ts';
import { type CheckId, RULES } from './catalogue.ts';
import type { RuleRecord } from './record.ts';

/** What a dialect adds to the record of a rule. */
export interface RuleInDialect<R extends StreamedReading> extends Partial<Scope<R>> {
  /** By which sentence of the dialect's own reference the rule stands; the record's authority without it. */
  readonly authority?: Authorities;
  /** How the dialect judges by it; as the record says without it. */
  readonly run?: Check<R>['run'];
  /** Its words where the dialect's terms cannot say them. */
  readonly title?: string;
  readonly levelNote?: string;
  readonly departs?: Departure;
}

/** Where a rule weighs otherwise in a dialect than in the others. */
export interface Departure {
  readonly level?: Level;
  readonly impact?: Impact;
  readonly subject?: Subject;
  /** Why, in one sentence; the catalogue shows it. */
  readonly because: string;
}

export type RulesInDialect<R extends StreamedReading> = Readonly<Partial<Record<CheckId, RuleInDialect<R>>>>;

export interface DialectWords {
  readonly terms: Terms;
  /** Rules without a meaning in the dialect, with the reason. */
  readonly notApplicable: Readonly<Record<string, string>>;
}

/**
 * The checks of a dialect, in the order of the catalogue. It has every rule that judges for all dialects, unless it
 * calls it not applicable, and each rule for which it brings a way to judge of its own.
 *
 * @param readings by check id, what the dialect adds to the records; no id may come twice
 * @param rules by default all that the catalogue has
 * @throws {Error} for a slip in a dialect's tables: an id that is unknown, not applicable or read twice, a title that
 *   says nothing new, and a rule that rests on no reference or has no way to judge
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
 * The members of a check in one order, so that all checks are objects of one shape: the judge asks each of them about
 * each exchange, and an engine is slow to find the members of objects of many shapes.
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
