/** One history, continued several times, and what its answers say beside those of another. */
import type { Reading } from '../../reading/reading.ts';
import { wilson } from '../../results/rates.ts';
import type { Trial } from '../fact.ts';
import { type Finding, type RateFound, unknown } from '../finding.ts';
import { outcomeOf, type Refused } from '../outcome.ts';

/** How often each history is continued at first, and then as long as the altered one seems to do worse. */
const SAMPLES = 3;
const MORE_SAMPLES = [5, 10, 16] as const;
/** How often where some requests are refused and some are not. */
const MIXED_SAMPLES = 10;

/** The most requests that two histories take. */
export const MOST_FOR_TWO = 2 * Math.max(...MORE_SAMPLES);

export class Sampled {
  readonly trial: Trial;
  /** The first refusal; null as long as there was none. */
  refusal: Refused | null = null;
  readonly #says: (answer: Reading) => boolean;
  #asked = 0;
  #yes = 0;
  #answered = 0;
  #refused = 0;

  /** @param says whether an answer says what the results say */
  constructor(trial: Trial, says: (answer: Reading) => boolean) {
    this.trial = trial;
    this.#says = says;
  }

  /** @returns why it ended before: something else came than an answer or a refusal; null where it did not */
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

  /** Of answers that say what the calls returned. */
  get rate(): RateFound {
    return rateOf(this.#yes, this.#answered);
  }

  /** Of requests that were refused. */
  get refusals(): RateFound {
    return rateOf(this.#refused, this.#answered + this.#refused);
  }
}

function rateOf(yes: number, of: number): RateFound {
  return { yes, of: Math.max(of, 1), ...wilson(yes, of) };
}

/**
 * Whether the requests with the one history are refused.
 *
 * @param kind what a refusal shows
 * @returns null where the first one was answered
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

/** Whether the answers to the one history suffer; both were answered once. */
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
