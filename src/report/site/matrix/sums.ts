/** The counts of the verdicts that are chosen: those whose target, check, delivery and sign all are. */
import type { Delivery } from '../../../evidence/exchange.ts';
import type { Subject } from '../../../judge/verdict.ts';
import { type Interval, wilson, worstOf } from '../../../results/rates.ts';
import { ALL_SIGNS, type Sign } from '../../../results/signs.ts';
import type { MatrixData, MatrixTarget } from './data.ts';
import { columnFilter, signFilter, Words } from './filter.ts';
import type { MatrixState } from './state.ts';

export interface ViewCell {
  /** The gravest sign of the provider's own verdicts; observations do not count. */
  readonly sign: Sign;
  /** The provider's verdicts first, the gravest ahead. */
  readonly counts: readonly ViewCount[];
  readonly href: string;
  /** The dialect of the target has none of the checks. */
  readonly lacking: boolean;
  /** It came to a judgement, of which the choices show nothing: that is not the same as not applicable. */
  readonly hidden: boolean;
  /** The failures among the samples of one check, in the scenario and delivery where they are most; null elsewhere. */
  readonly rate: ({ readonly failed: number; readonly judged: number } & Interval) | null;
}

export interface ViewCount {
  readonly subject: Subject;
  readonly sign: Sign;
  readonly count: number;
}

const SUBJECTS: readonly Subject[] = ['provider', 'model', 'client'];
const DELIVERIES: readonly Delivery[] = ['streaming', 'buffered'];

export class Sums {
  /** The places of the columns that are chosen, and of those about the provider. */
  readonly #places: readonly number[];
  readonly #ofProvider: readonly number[];
  readonly #data: MatrixData;
  readonly #state: MatrixState;
  readonly #deliveries: readonly Delivery[];
  /** Of each tally of the data the chosen signs that occur, by their places, and how often. */
  readonly #tallies: readonly (readonly (readonly [sign: number, count: number])[])[];
  readonly #words: Words;

  constructor(data: MatrixData, state: MatrixState) {
    const isChosen = columnFilter(data, state);
    const signs = ALL_SIGNS.map(signFilter(state));
    this.#data = data;
    this.#state = state;
    this.#places = data.columns.flatMap((column, place) => (isChosen(column) ? [place] : []));
    this.#ofProvider = this.#places.filter((place) => data.columns[place]?.subject === 'provider');
    this.#deliveries = DELIVERIES.filter((delivery) => state.delivery === '' || state.delivery === delivery);
    this.#tallies = data.tallies.map((tally) =>
      [...tally.entries()].filter(([sign, count]) => count > 0 && signs[sign]),
    );
    this.#words = new Words(data, state);
  }

  /** Whether anything is left of a target; one without verdicts is left as long as nothing is chosen of them. */
  hasRow(target: MatrixTarget): boolean {
    const { provider, model, dialect, family, level, impact, outcome, delivery, known } = this.#state;
    if (provider !== '' && target.provider !== provider) return false;
    if (model !== '' && target.model !== model) return false;
    if (dialect !== '' && target.dialect !== dialect) return false;
    const isWhole = [family, level, impact, outcome, delivery, known].every((choice) => choice === '');
    if (isWhole && this.#words.name(target)) return true;
    return this.#places.some((place) => this.#hasCount(target, place));
  }

  /** The places of the chosen columns that at least one of the targets has something to say to. */
  placesFor(targets: readonly MatrixTarget[]): readonly number[] {
    return this.#places.filter((place) =>
      targets.some((target) => !this.#lacks(target, place) && this.#isChosen(target, place)),
    );
  }

  #lacks({ dialect }: MatrixTarget, place: number): boolean {
    return this.#data.checks[this.#data.columns[place]?.check ?? -1]?.lackedBy.includes(dialect) === true;
  }

  #hasCount(target: MatrixTarget, place: number): boolean {
    return (
      this.#isChosen(target, place) &&
      this.#deliveries.some((delivery) => this.#tallyOf(target, delivery, place).length > 0)
    );
  }

  /** How often the target's provider has each sign. */
  ofProvider(target: MatrixTarget): readonly number[] {
    return this.tally(target, this.#ofProvider);
  }

  cell(target: MatrixTarget, places: readonly number[], anchor: string): ViewCell {
    const counts = this.#counts(target, places);
    const own = counts.filter(({ subject, sign }) => subject === 'provider' && sign !== 'observed');
    return {
      sign: own[0]?.sign ?? 'not-applicable',
      counts,
      href: `${target.file}#${anchor}`,
      lacking: places.every((place) => this.#lacks(target, place)),
      hidden:
        counts.every(({ sign }) => sign === 'not-applicable') &&
        this.#isHidden(target, this.#siblings(places)),
      rate: this.#rate(target, places),
    };
  }

  #counts(target: MatrixTarget, places: readonly number[]): ViewCount[] {
    const tallies = { provider: noCounts(), model: noCounts(), client: noCounts() };
    for (const place of places) {
      const subject = this.#data.columns[place]?.subject;
      if (subject !== undefined && this.#isChosen(target, place)) this.#add(target, place, tallies[subject]);
    }
    // An error is ours, whoever is judged, and stands with the provider's verdicts.
    for (const other of [tallies.model, tallies.client]) {
      tallies.provider[ERROR] = (tallies.provider[ERROR] ?? 0) + (other[ERROR] ?? 0);
      other[ERROR] = 0;
    }
    return SUBJECTS.flatMap((subject) =>
      ALL_SIGNS.flatMap((sign, at): ViewCount[] => {
        const count = tallies[subject][at] ?? 0;
        return count === 0 ? [] : [{ subject, sign, count }];
      }),
    );
  }

  #isChosen(target: MatrixTarget, place: number): boolean {
    const column = this.#data.columns[place];
    return column !== undefined && this.#words.choose(target, column);
  }

  /** The gravest sign that tells a rule that is broken from one that is kept; null where none does. */
  told(target: MatrixTarget, places: readonly number[]): Sign | null {
    let gravest = TOLD.length;
    for (const place of places) {
      if (!this.#isChosen(target, place)) continue;
      for (const delivery of this.#deliveries) {
        for (const [sign] of this.#tallyOf(target, delivery, place)) {
          gravest = Math.min(gravest, TOLD_RANK[sign] ?? TOLD.length);
        }
      }
    }
    return TOLD[gravest] ?? null;
  }

  /** How often the target has each sign in these columns, whoever is judged. */
  tally(target: MatrixTarget, places: readonly number[]): readonly number[] {
    const sum = noCounts();
    for (const place of places) if (this.#isChosen(target, place)) this.#add(target, place, sum);
    return sum;
  }

  #add(target: MatrixTarget, place: number, sum: number[]): void {
    for (const delivery of this.#deliveries) {
      for (const [sign, count] of this.#tallyOf(target, delivery, place))
        sum[sign] = (sum[sign] ?? 0) + count;
    }
  }

  #tallyOf(target: MatrixTarget, delivery: Delivery, place: number) {
    return this.#tallies[target.places[delivery][place] ?? -1] ?? [];
  }

  /** Of the chosen deliveries the worse; what else is chosen changes no share. */
  #rate({ worst }: MatrixTarget, places: readonly number[]): ViewCell['rate'] {
    const [check, ...others] = new Set(places.map((place) => this.#data.columns[place]?.check));
    if (check === undefined || others.length > 0) return null;
    const rates = this.#deliveries.flatMap((delivery) => {
      const rate = worst[delivery][check];
      return rate === undefined ? [] : [{ failed: rate[0], judged: rate[1] }];
    });
    const found = worstOf(rates);
    return found === undefined ? null : { ...found, ...wilson(found.failed, found.judged) };
  }

  /** Every column of the check that the columns are of, or of the families where they are of several checks. */
  #siblings(places: readonly number[]): readonly number[] {
    const { checks, columns } = this.#data;
    const own = new Set(places.map((place) => columns[place]?.check ?? -1));
    const families = new Set([...own].map((check) => checks[check]?.family));
    const isOne = own.size === 1 && places.length > 0;
    return columns.flatMap(({ check }, place) =>
      (isOne ? own.has(check) : families.has(checks[check]?.family)) ? [place] : [],
    );
  }

  /** Whether the choices hide all that the checks of these columns came to. */
  #isHidden({ places: own }: MatrixTarget, places: readonly number[]): boolean {
    return DELIVERIES.some((delivery) =>
      places.some((place) =>
        (this.#data.tallies[own[delivery][place] ?? -1] ?? []).some(
          (count, sign) => count > 0 && sign !== NOT_APPLICABLE,
        ),
      ),
    );
  }
}

const ERROR = ALL_SIGNS.indexOf('error');

/** The signs that tell a rule that is broken from one that is kept, the gravest first, and the rank of each sign. */
const TOLD: readonly Sign[] = ['must', 'should', 'known', 'observed', 'pass'];
const TOLD_RANK = ALL_SIGNS.map((sign) => (TOLD.includes(sign) ? TOLD.indexOf(sign) : TOLD.length));

function noCounts(): number[] {
  return ALL_SIGNS.map(() => 0);
}
const NOT_APPLICABLE = ALL_SIGNS.indexOf('not-applicable');
