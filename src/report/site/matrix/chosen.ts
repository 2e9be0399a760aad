/** Which rows and columns a query asks for. What a cell says is no matter of it. */
import { SIGN_OF_LETTER } from '../../../results/history/letters.ts';
import { ALL_SIGNS, type Sign } from '../../../results/signs.ts';
import { suggest } from '../../../text/nearest-name.ts';
import type { MatrixData, MatrixTarget } from './data.ts';
import { FIELDS, parseQuery, type Query, type Term, termsOf } from './query.ts';

/** The outcomes to ask for, each with its signs. */
export const OUTCOMES: ReadonlyMap<string, readonly Sign[]> = new Map([
  ['fail', ['must', 'should', 'known']],
  ['new', ['must', 'should']],
  ['known', ['known']],
  ['inconclusive', ['inconclusive']],
  ['unsupported', ['unsupported']],
  ['error', ['error']],
  ['pass', ['pass']],
  ['observed', ['observed']],
]);

const DELIVERIES = ['streaming', 'buffered'] as const;
type Delivery = (typeof DELIVERIES)[number];

/** What a term is asked of: a target, or what one of its checks came to in a delivery. */
interface Test {
  /** It looks at the target alone. */
  readonly ofTarget: boolean;
  readonly holds: (target: MatrixTarget, place: number, delivery: Delivery) => boolean;
}

const NO_PLACE = -1;

export class Chosen {
  /** Only the checks on which the targets in view differ. */
  readonly differ: boolean;
  /** The query asks for checks or what became of them, not for targets alone. */
  readonly asksForChecks: boolean;
  readonly #data: MatrixData;
  readonly #holds: Test['holds'];
  readonly #tests: ReadonlyMap<Term, Test>;
  /** Of each tally whether it counts anything. */
  readonly #isFilled: readonly boolean[];

  constructor(data: MatrixData, text: string) {
    this.#data = data;
    const query = parseQuery(text);
    const terms = termsOf(query);
    this.differ = terms.some(({ field, value }) => field === 'is' && value === 'different');
    this.#tests = new Map(terms.map((term) => [term, testOf(data, term)]));
    this.#holds = holding(query, this.#tests);
    this.#isFilled = data.tallies.map((tally) => tally.some((count) => count > 0));
    this.asksForChecks = [...this.#tests.values()].some(({ ofTarget }) => !ofTarget);
  }

  /** One without verdicts is chosen as long as nothing is asked of them. */
  hasRow(target: MatrixTarget): boolean {
    if (!this.asksForChecks) return this.#holds(target, NO_PLACE, 'streaming');
    return this.#data.columns.some((_, place) => this.#isChosen(target, place));
  }

  /** The places of the columns that are asked for of at least one of the targets. */
  placesFor(targets: readonly MatrixTarget[]): readonly number[] {
    const places = [...this.#data.columns.keys()];
    if (!this.asksForChecks) return places;
    return places.filter((place) => targets.some((target) => this.#isChosen(target, place)));
  }

  /** Why nothing is left: the parts that match nothing by themselves. Null where the query asks for nothing. */
  whyNothing(): string | null {
    const alone = [...this.#tests].filter(([, test]) => !this.#matchesAlone(test)).map(([term]) => term);
    if (alone.length > 0) return alone.map((term) => nothingOf(this.#data, term)).join('; ');
    return this.#tests.size === 0 ? null : 'each part matches something, and nothing matches all of them';
  }

  #matchesAlone(test: Test): boolean {
    return this.#data.targets.some((target) =>
      test.ofTarget
        ? test.holds(target, NO_PLACE, 'streaming')
        : this.#data.columns.some((_, place) =>
            DELIVERIES.some(
              (delivery) => this.#has(target, place, delivery) && test.holds(target, place, delivery),
            ),
          ),
    );
  }

  #isChosen(target: MatrixTarget, place: number): boolean {
    return DELIVERIES.some(
      (delivery) => this.#has(target, place, delivery) && this.#holds(target, place, delivery),
    );
  }

  #has({ places }: MatrixTarget, place: number, delivery: Delivery): boolean {
    return this.#isFilled[places[delivery][place] ?? NO_PLACE] === true;
  }
}

/** The query as one test. It is asked of each check of each target, which spread arguments would make slow. */
function holding(query: Query, tests: ReadonlyMap<Term, Test>): Test['holds'] {
  if (query.kind === 'term') return tests.get(query)?.holds ?? (() => false);
  if (query.kind === 'not') {
    const holds = holding(query.part, tests);
    return (target, place, delivery) => !holds(target, place, delivery);
  }
  const parts = query.parts.map((part) => holding(part, tests));
  return query.kind === 'and'
    ? (target, place, delivery) => parts.every((holds) => holds(target, place, delivery))
    : (target, place, delivery) => parts.some((holds) => holds(target, place, delivery));
}

function testOf(data: MatrixData, term: Term): Test {
  const { field, value } = term;
  switch (field) {
    case 'target':
      return targets(data, ({ id }) => [id], value);
    case 'provider':
      return targets(data, ({ provider, id }) => [provider, id.split('/', 1)[0] ?? ''], value);
    case 'model':
      return targets(data, ({ model, name, otherModels }) => [model, name, ...otherModels], value);
    case 'dialect':
      return targets(data, ({ dialect }) => [dialect], value);
    case 'check':
      return checks(data, (place) => idAt(data, place).includes(value));
    case 'family':
      return checks(data, (place) => familyAt(data, place) === value);
    case 'feature':
      return checks(data, placesOfFeature(data, value));
    case 'level':
      return checks(data, (place) => data.columns[place]?.level.toLowerCase() === value);
    case 'impact':
      return checks(data, (place) => data.checks[data.columns[place]?.check ?? -1]?.impact === value);
    case 'outcome':
      return outcomes(data, OUTCOMES.get(value) ?? []);
    case 'delivery':
      return { ofTarget: false, holds: (_target, _place, delivery) => delivery === value };
    case 'since':
      return ofPast(data, ({ since }) => /^\d{4}/u.test(value) && since >= value);
    case 'seq':
      return ofPast(data, ({ signs }) => holdsSequence(signs, value));
    case 'is':
      return { ofTarget: true, holds: () => value === 'different' };
    case null:
      return word(data, value);
  }
}

function targets(
  data: MatrixData,
  textsOf: (target: MatrixTarget) => readonly string[],
  value: string,
): Test {
  const chosen = new Set(
    data.targets.filter((target) => textsOf(target).some((text) => text.toLowerCase().includes(value))),
  );
  return { ofTarget: true, holds: (target) => chosen.has(target) };
}

function checks(data: MatrixData, isChosen: (place: number) => boolean): Test {
  const chosen = [...data.columns.keys()].map(isChosen);
  return { ofTarget: false, holds: (_target, place) => chosen[place] === true };
}

function outcomes(data: MatrixData, signs: readonly Sign[]): Test {
  const at = signs.map((sign) => ALL_SIGNS.indexOf(sign));
  const chosen = data.tallies.map((tally) => at.some((sign) => (tally[sign] ?? 0) > 0));
  return {
    ofTarget: false,
    holds: ({ places }, place, delivery) => chosen[places[delivery][place] ?? NO_PLACE] === true,
  };
}

/** Of what the history says of a check; one that never changed is not in it. */
function ofPast(data: MatrixData, isChosen: (past: { since: string; signs: string }) => boolean): Test {
  return {
    ofTarget: false,
    holds: ({ changed }, place) => {
      const past = changed[data.columns[place]?.check ?? NO_PLACE];
      return past !== undefined && isChosen({ since: past[0], signs: past[1] });
    },
  };
}

/** Outcomes that followed one another without another between them. */
function holdsSequence(letters: string, value: string): boolean {
  const wanted = value.split(/\s+/u).map((outcome) => OUTCOMES.get(outcome) ?? []);
  const signs = [...letters].map((letter) => SIGN_OF_LETTER[letter]);
  return signs.some((_, from) =>
    wanted.every((some, at) => {
      const sign = signs[from + at];
      return sign !== undefined && some.includes(sign);
    }),
  );
}

/** A word stands in the target, or else in the id of the check. */
function word(data: MatrixData, value: string): Test {
  const inTargets = targets(data, textsOf, value);
  const inChecks = checks(data, (place) => idAt(data, place).includes(value));
  return {
    ofTarget: data.targets.some((target) => inTargets.holds(target, NO_PLACE, 'streaming')),
    holds: (target, place, delivery) =>
      inTargets.holds(target, place, delivery) || inChecks.holds(target, place, delivery),
  };
}

function textsOf({ id, provider, dialect, upstreams, otherModels }: MatrixTarget): string[] {
  return [id, provider, dialect, ...upstreams, ...otherModels];
}

function idAt({ checks: all, columns }: MatrixData, place: number): string {
  return all[columns[place]?.check ?? NO_PLACE]?.id ?? '';
}

function familyAt({ checks: all, columns, families }: MatrixData, place: number): string {
  return families[all[columns[place]?.check ?? NO_PLACE]?.family ?? NO_PLACE]?.name ?? '';
}

function placesOfFeature({ features }: MatrixData, value: string): (place: number) => boolean {
  const chosen = new Set(features.filter(({ id }) => id.includes(value)).flatMap(({ places }) => places));
  return (place) => chosen.has(place);
}

/** What can stand behind the name of a field; nothing where anything can. */
export function valuesOf(data: MatrixData, field: Term['field']): readonly string[] {
  switch (field) {
    case 'target':
      return data.targets.map(({ id }) => id);
    case 'provider':
      return distinct(data.targets.map(({ provider }) => provider));
    case 'model':
      return distinct(data.targets.map(({ model }) => model));
    case 'dialect':
      return data.dialects.map(({ id }) => id);
    case 'check':
      return data.checks.map(({ id }) => id);
    case 'family':
      return data.families.map(({ name }) => name);
    case 'feature':
      return data.features.map(({ id }) => id);
    case 'level':
      return distinct(data.columns.map(({ level }) => level));
    case 'impact':
      return distinct(data.checks.map(({ impact }) => impact));
    case 'outcome':
      return [...OUTCOMES.keys()];
    case 'delivery':
      return DELIVERIES;
    case 'is':
      return ['different'];
    default:
      return [];
  }
}

function nothingOf(data: MatrixData, { field, value, text }: Term): string {
  if (field === 'since' || field === 'seq') {
    const isEmpty = data.targets.every(({ changed }) => Object.keys(changed).length === 0);
    return `${text} matches nothing${isEmpty ? ': this report has no history in which a check changed' : ''}`;
  }
  if (field === null) {
    const [name = ''] = text.split(':', 1);
    return `${text} matches nothing${text.includes(':') ? `: of the fields, ${suggest(name, FIELDS)}` : ''}`;
  }
  return `${text} matches nothing: ${suggest(value, valuesOf(data, field))}`;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
