/** One history, continued several times, and what its answers say beside those of another. */
import type { Reading } from '../../reading/reading.ts';
import { wilson } from '../../results/rates.ts';
import type { Trial } from '../fact.ts';
import type { Finding, RateFound } from '../finding.ts';
import { type Outcome, outcomeOf } from '../outcome.ts';

/** How often each history is continued at first, and how often where the altered one seems to do worse. */
const SAMPLES = 3;
const MORE_SAMPLES = 5;

/** The most requests that two histories take. */
export const MOST_FOR_TWO = 2 * MORE_SAMPLES;

export class Sampled {
  readonly trial: Trial;
  readonly #says: (answer: Reading) => boolean;
  #yes = 0;
  #of = 0;
  #asked = 0;

  /** @param says whether an answer says what the results say */
  constructor(trial: Trial, says: (answer: Reading) => boolean) {
    this.trial = trial;
    this.#says = says;
  }

  /** @returns what ended it before; an answer is counted only when there is one */
  *upTo(samples: number): Generator<Trial, Exclude<Outcome, { kind: 'answered' }> | null, Reading> {
    while (this.#asked < samples) {
      this.#asked += 1;
      const reading = yield { ...this.trial, sample: this.#asked };
      const outcome = outcomeOf(reading);
      if (outcome.kind !== 'answered') return outcome;
      this.#of += 1;
      if (this.#says(reading)) this.#yes += 1;
    }
    return null;
  }

  /** Of answers that say what the calls returned. */
  get rate(): RateFound {
    return { yes: this.#yes, of: Math.max(this.#of, 1), ...wilson(this.#yes, this.#of) };
  }
}

/** Whether the answers to the one history suffer; both were answered once. */
export function* compared(asked: Sampled, control: Sampled): Generator<Trial, Finding, Reading> {
  yield* control.upTo(SAMPLES);
  yield* asked.upTo(SAMPLES);
  if (share(asked.rate) < share(control.rate)) {
    yield* control.upTo(MORE_SAMPLES);
    yield* asked.upTo(MORE_SAMPLES);
  }
  return comparedRates(asked.rate, control.rate);
}

function comparedRates(rate: RateFound, control: RateFound): Finding {
  if (rate.high < control.low) return { kind: 'degraded', rate, control };
  const counts = `${rate.yes} of ${rate.of}, unaltered ${control.yes} of ${control.of}`;
  if (control.yes === 0)
    return {
      kind: 'accepted',
      because: 'unaltered, no answer says what the results say, so that a loss cannot be seen',
    };
  if (share(rate) < share(control))
    return { kind: 'accepted', because: `answers with what the results say: ${counts}, which may be chance` };
  return { kind: 'accepted', because: `answers with what the results say: ${counts}` };
}

function share({ yes, of }: RateFound): number {
  return yes / of;
}
