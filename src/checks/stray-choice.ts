/** Parts of the answer that are numbered as other choices lack the rest: one cause, which shape/choice-index reports. */
import { type Context, inconclusive, type Judgement } from '../judge/check.ts';
import type { Reading } from '../reading/reading.ts';

/** Runs a rule, unless the answer has choices that were not requested; then it is inconclusive. */
export function unlessStrayChoice<R extends Reading>(rule: (reading: R, at: Context<R>) => Judgement) {
  return (reading: R, at: Context<R>): Judgement => {
    // The requested number matters only if there is a choice other than the first.
    const others = reading.turn.choices.filter(({ index }) => index !== 0);
    const stray = others.some(({ index }) => index < 0 || index >= reading.request.choices);
    return stray ? inconclusive('a choice index is out of range: see shape/choice-index') : rule(reading, at);
  };
}
