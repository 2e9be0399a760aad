/** What is numbered as another choice lacks what stands in the first: one cause, which shape/choice-index names. */
import { type Context, inconclusive, type Judgement } from '../judge/check.ts';
import type { Reading } from '../reading/reading.ts';

/** Judges nothing of an answer with choices that nobody asked for. */
export function unlessStrayChoice<R extends Reading>(rule: (reading: R, at: Context<R>) => Judgement) {
  return (reading: R, at: Context<R>): Judgement => {
    // How many were asked for matters only where there is more than the first.
    const others = reading.turn.choices.filter(({ index }) => index !== 0);
    const stray = others.some(({ index }) => index < 0 || index >= reading.request.choices);
    return stray ? inconclusive('a choice index is out of range: see shape/choice-index') : rule(reading, at);
  };
}
