/** Samples the answers to one history, and compares them with the answers to another. */
import type { Reading } from '../../reading/reading.ts';
import type { Trial } from '../fact.ts';
import { type Finding, type RateFound, unknown } from '../finding.ts';
import { rateOf } from '../kept.ts';
import { outcomeOf, type Refused } from '../outcome.ts';

/** The number of samples of each history: at first, and then while the altered one appears worse. */
const SAMPLES = 3;
const MORE_SAMPLES = [5, 10, 16] as const;
/** The number of samples when only some requests are refused. */
const MIXED_SAMPLES = 10;

/** The maximum number of requests for two histories. */
export const MOST_FOR_TWO = 2 * Math.max(...MORE_SAMPLES);

export class Sampled {
  readonly trial: Trial;
  /** The first refusal; null when there was none. */
  refusal: Refused | null = null;
  readonly #says: (answer: Reading) => boolean;
  #asked = 0;
  #yes = 0;
  #answered = 0;
  #refused = 0;

  /** @param says returns true when an answer repeats the content of the results */
  constructor(trial: Trial, says: (answer: Reading) => boolean) {
    this.trial = trial;
    this.#says = says;
  }

  /** @returns why sampling stopped early, because the outcome was neither an answer nor a refusal; null otherwise */
  *upTo(samples: number): Generator<Trial, string | null, Reading> {
    while (this.#asked < samples) {
      this.#asked += 1;
      const reading = yield { ...this.trial, sample: this.#asked };
      const outcome = outcomeOf(reading);
      if (outcome.kind === 'unclear') return outcome.reason;
      if (outcome.kind === 'refused') {
        this.refusal ??= outcome;
        this.#refused += 1;
      } else {
        this.#answered += 1;
        if (this.#says(reading)) this.#yes += 1;
      }
    }
    return null;
  }

  /** The rate of answers that repeat the content of the results. */
  get rate(): RateFound {
    return rateOf(this.#yes, this.#answered);
  }

  /** The rate of refused requests. */
  get refusals(): RateFound {
    return rateOf(this.#refused, this.#answered + this.#refused);
  }
}

/**
 * Tests whether the requests with the history are refused.
 *
 * @param kind the kind of the finding for a refusal
 * @returns null when the first request was answered
 */
export function* refusedAtOnce(
  asked: Sampled,
  kind: 'required' | 'refused',
): Generator<Trial, Finding | null, Reading> {
  const ended = yield* asked.upTo(1);
  if (ended !== null) return unknown(ended);
  if (asked.refusal === null) return null;
  yield* asked.upTo(SAMPLES);
  return yield* refusedFinding(asked, asked.refusal, kind);
}

/** Tests whether the answers to the altered history are worse. Both histories must have been answered once. */
export function* compared(
  asked: Sampled,
  control: Sampled,
  kind: 'required' | 'refused',
): Generator<Trial, Finding, Reading> {
  for (const samples of [SAMPLES, ...MORE_SAMPLES]) {
    yield* control.upTo(samples);
    yield* asked.upTo(samples);
    if (asked.refusal !== null) return yield* refusedFinding(asked, asked.refusal, kind);
    const [rate, unaltered] = [asked.rate, control.rate];
    if (rate.high < unaltered.low) return { kind: 'degraded', rate, control: unaltered };
    if (share(rate) >= share(unaltered)) break;
  }
  const { rate } = asked;
  return { kind: 'accepted', because: becauseOf(rate, control.rate), rate };
}

function* refusedFinding(
  asked: Sampled,
  { status, said }: Refused,
  kind: 'required' | 'refused',
): Generator<Trial, Finding, Reading> {
  if (asked.refusals.yes < asked.refusals.of) yield* asked.upTo(MIXED_SAMPLES);
  return { kind, status, said, rate: asked.refusals };
}

function becauseOf(rate: RateFound, control: RateFound): string {
  if (control.yes === 0)
    return 'unaltered, no answer says what the results say, so that a loss cannot be seen';
  const counts = `answers with what the results say: ${rate.yes} of ${rate.of}, unaltered ${control.yes} of ${control.of}`;
  return share(rate) < share(control) ? `${counts}, which may be chance` : counts;
}

function share({ yes, of }: RateFound): number {
  return yes / of;
}
