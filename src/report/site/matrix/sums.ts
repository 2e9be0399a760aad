/** What the cells of the matrix say, whatever is chosen to be seen. */
import type { Delivery } from '../../../evidence/exchange.ts';
import type { Subject } from '../../../judge/verdict.ts';
import { type Interval, wilson, worstOf } from '../../../results/rates.ts';
import { ALL_SIGNS, type Sign } from '../../../results/signs.ts';
import type { MatrixData, MatrixTarget } from './data.ts';

export interface ViewCell {
  /** The gravest sign of the provider's own verdicts; observations do not count. */
  readonly sign: Sign;
  /** The provider's verdicts first, the gravest ahead. */
  readonly counts: readonly ViewCount[];
  readonly href: string;
  /** The dialect of the target has none of the checks. */
  readonly lacking: boolean;
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
  readonly #data: MatrixData;
  /** The places of the columns about the provider. */
  readonly #ofProvider: readonly number[];
  /** Of each tally of the data the signs that occur, by their places, and how often. */
  readonly #tallies: readonly (readonly (readonly [sign: number, count: number])[])[];

  constructor(data: MatrixData) {
    this.#data = data;
    this.#ofProvider = data.columns.flatMap(({ subject }, place) => (subject === 'provider' ? [place] : []));
    this.#tallies = data.tallies.map((tally) => [...tally.entries()].filter(([, count]) => count > 0));
  }

  /** Whether any of the targets can have something to say to the column. */
  isHad(targets: readonly MatrixTarget[], place: number): boolean {
    return targets.some((target) => !this.#lacks(target, place));
  }

  #lacks({ dialect }: MatrixTarget, place: number): boolean {
    return this.#data.checks[this.#data.columns[place]?.check ?? -1]?.lackedBy.includes(dialect) === true;
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
      rate: this.#rate(target, places),
    };
  }

  #counts(target: MatrixTarget, places: readonly number[]): ViewCount[] {
    const tallies = { provider: noCounts(), model: noCounts(), client: noCounts() };
    for (const place of places) {
      const subject = this.#data.columns[place]?.subject;
      if (subject !== undefined) this.#add(target, place, tallies[subject]);
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

  /** The gravest sign that tells a rule that is broken from one that is kept; null where none does. */
  told(target: MatrixTarget, places: readonly number[]): Sign | null {
    let gravest = TOLD.length;
    for (const place of places) {
      for (const delivery of DELIVERIES) {
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
    for (const place of places) this.#add(target, place, sum);
    return sum;
  }

  #add(target: MatrixTarget, place: number, sum: number[]): void {
    for (const delivery of DELIVERIES) {
      for (const [sign, count] of this.#tallyOf(target, delivery, place))
        sum[sign] = (sum[sign] ?? 0) + count;
    }
  }

  #tallyOf(target: MatrixTarget, delivery: Delivery, place: number) {
    return this.#tallies[target.places[delivery][place] ?? -1] ?? [];
  }

  /** Of the deliveries the worse. */
  #rate({ worst }: MatrixTarget, places: readonly number[]): ViewCell['rate'] {
    const [check, ...others] = new Set(places.map((place) => this.#data.columns[place]?.check));
    if (check === undefined || others.length > 0) return null;
    const rates = DELIVERIES.flatMap((delivery) => {
      const rate = worst[delivery][check];
      return rate === undefined ? [] : [{ failed: rate[0], judged: rate[1] }];
    });
    const found = worstOf(rates);
    return found === undefined ? null : { ...found, ...wilson(found.failed, found.judged) };
  }
}

const ERROR = ALL_SIGNS.indexOf('error');

/** The signs that tell a rule that is broken from one that is kept, the gravest first, and the rank of each sign. */
const TOLD: readonly Sign[] = ['must', 'should', 'known', 'observed', 'pass'];
const TOLD_RANK = ALL_SIGNS.map((sign) => (TOLD.includes(sign) ? TOLD.indexOf(sign) : TOLD.length));

function noCounts(): number[] {
  return ALL_SIGNS.map(() => 0);
}
