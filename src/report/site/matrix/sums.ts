/** The counts of the verdicts that are chosen: those whose target, check, delivery and sign all are. */
import type { Delivery } from '../../../evidence/exchange.ts';
import type { Subject } from '../../../judge/verdict.ts';
import { type Interval, wilson } from '../../../results/rates.ts';
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
  /** The failures among the samples of one check; null where there are no samples, or several checks. */
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
  /** The places of the columns that are chosen. */
  readonly #places: readonly number[];
  readonly #data: MatrixData;
  readonly #state: MatrixState;
  readonly #deliveries: readonly Delivery[];
  readonly #signs: readonly boolean[];
  readonly #words: Words;

  constructor(data: MatrixData, state: MatrixState) {
    const isChosen = columnFilter(data, state);
    this.#data = data;
    this.#state = state;
    this.#places = data.columns.flatMap((column, place) => (isChosen(column) ? [place] : []));
    this.#deliveries = DELIVERIES.filter((delivery) => state.delivery === '' || state.delivery === delivery);
    this.#signs = ALL_SIGNS.map(signFilter(state));
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
    return this.tally(target, this.#places).some((count) => count > 0);
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

  /** How often the target's provider has each sign. */
  ofProvider(target: MatrixTarget): readonly number[] {
    return this.tally(target, this.#about('provider', this.#places));
  }

  cell(target: MatrixTarget, places: readonly number[], anchor: string): ViewCell {
    const counts = this.#counts(target, places);
    const own = counts.filter(({ subject, sign }) => subject === 'provider' && sign !== 'observed');
    return {
      sign: own[0]?.sign ?? 'not-applicable',
      counts,
      href: `${target.file}#${anchor}`,
      lacking: places.every((place) => this.#lacks(target, place)),
      rate: target.sampled ? this.#rate(target, places) : null,
    };
  }

  #counts(target: MatrixTarget, places: readonly number[]): ViewCount[] {
    const errors = this.tally(target, places)[ERROR] ?? 0;
    return SUBJECTS.flatMap((subject) => {
      const own = this.#about(subject, places);
      const tally = own.length === 0 ? [] : this.tally(target, own);
      // An error is ours, whoever is judged, and stands with the provider's verdicts.
      tally[ERROR] = subject === 'provider' ? errors : 0;
      return ALL_SIGNS.flatMap((sign, at): ViewCount[] => {
        const count = tally[at] ?? 0;
        return count === 0 ? [] : [{ subject, sign, count }];
      });
    });
  }

  #about(subject: Subject, places: readonly number[]): readonly number[] {
    return places.filter((place) => this.#data.columns[place]?.subject === subject);
  }

  #isChosen(target: MatrixTarget, place: number): boolean {
    const column = this.#data.columns[place];
    return column !== undefined && this.#words.choose(target, column);
  }

  /** How often the target has each sign in these columns, whoever is judged. */
  tally(target: MatrixTarget, places: readonly number[]): number[] {
    const sum = ALL_SIGNS.map(() => 0);
    const chosen = this.#words.name(target)
      ? places
      : places.filter((place) => this.#isChosen(target, place));
    for (const delivery of this.#deliveries) {
      for (const place of chosen) {
        const tally = this.#data.tallies[target.places[delivery][place] ?? -1] ?? [];
        for (const [sign, count] of tally.entries()) {
          if (count > 0 && this.#signs[sign]) sum[sign] = (sum[sign] ?? 0) + count;
        }
      }
    }
    return sum;
  }

  #rate(target: MatrixTarget, places: readonly number[]): ViewCell['rate'] {
    if (new Set(places.map((place) => this.#data.columns[place]?.check)).size !== 1) return null;
    const tally = this.tally(target, places);
    const countOf = (...signs: readonly Sign[]) =>
      signs.reduce((sum, sign) => sum + (tally[ALL_SIGNS.indexOf(sign)] ?? 0), 0);
    const failed = countOf('must', 'should', 'known', 'observed');
    const judged = failed + countOf('pass');
    return judged < 2 ? null : { failed, judged, ...wilson(failed, judged) };
  }
}

const ERROR = ALL_SIGNS.indexOf('error');
