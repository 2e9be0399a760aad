/** Tests whether answers obey a demand of a request, compared with the same request without the demand. */
import type { Reading } from '../reading/reading.ts';
import { wilson } from '../results/rates.ts';
import type { Asking, Trial } from './fact.ts';
import { type Finding, type RateFound, unknown } from './finding.ts';
import { outcomeOf, type Refused } from './outcome.ts';

export interface Demand {
  readonly trial: Trial;
  /** The same request without the demand. Its answer should break the demand. */
  readonly control: Trial;
  /** Returns whether an answer obeys the demand, or why this is unknown. */
  readonly keeps: (reading: Reading) => boolean | string;
  /**
   * Returns the part of an answer that the demand is about, as text. If it equals that of the control, the demand has
   * no effect.
   */
  readonly about: (reading: Reading) => string;
}

/** The number of samples of the request, and the number when its answers differ. */
const SAMPLES = 3;
const MIXED_SAMPLES = 10;

export const MOST_FOR_DEMAND = MIXED_SAMPLES + 1;

export function* whetherKept({ trial, control, keeps, about }: Demand): Asking {
  const plain = yield control;
  const refusal = notAnswered(plain);
  if (refusal !== null) return refusal;
  let [yes, of] = [0, 0];
  let differs = false;
  let untold = '';
  const refused: Refused[] = [];
  let answered = 0;
  const isMixed = () => (refused.length > 0 && answered > 0) || (yes > 0 && yes < of);
  for (let sample = 1; sample <= (isMixed() ? MIXED_SAMPLES : SAMPLES); sample += 1) {
    const reading = yield { ...trial, sample };
    const outcome = outcomeOf(reading);
    if (outcome.kind === 'unclear') {
      if (answered + refused.length === 0) return unknown(outcome.reason);
      break;
    }
    if (outcome.kind === 'refused') {
      refused.push(outcome);
      continue;
    }
    answered += 1;
    const isKeptAnyway = keeps(plain);
    // More samples cannot show an effect.
    if (refused.length === 0 && isKeptAnyway !== false)
      return { kind: 'accepted', because: isKeptAnyway === true ? NOT_TEMPTED : isKeptAnyway };
    const kept = keeps(reading);
    if (typeof kept === 'string') untold = kept;
    else of += 1;
    if (kept === true) yes += 1;
    if (kept === false && about(reading) !== about(plain)) differs = true;
  }
  const [first] = refused;
  if (first !== undefined) return { ...first, rate: rateOf(refused.length, answered + refused.length) };
  if (of === 0) return { kind: 'accepted', because: untold };
  // The answers differ from the control, possibly because of the demand, so it is not proven to be ignored.
  if (yes === 0 && differs) return { kind: 'accepted', because: BROKEN_OTHERWISE };
  return { kind: yes === of ? 'honoured' : yes === 0 ? 'ignored' : 'rate', rate: rateOf(yes, of) };
}

/** @param of may be 0 if nothing was measured; the interval is then the whole range */
export function rateOf(yes: number, of: number): RateFound {
  return { yes, of: Math.max(of, 1), ...wilson(yes, of) };
}

/** Returns the finding `unknown` when the control was not answered; null when it was. */
export function notAnswered(control: Reading): Finding | null {
  const outcome = outcomeOf(control);
  if (outcome.kind === 'unclear') return unknown(outcome.reason);
  if (outcome.kind === 'answered') return null;
  return unknown(`the same request without it is refused too (HTTP ${outcome.status}: ${outcome.said})`);
}

export const NO_CALL = 'the model made no call';
const NOT_TEMPTED = 'an answer without it keeps to it too, so that an effect cannot be seen';
const BROKEN_OTHERWISE = 'the answers break it, but otherwise than without it';
