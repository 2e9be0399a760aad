import type { Asking } from './fact.ts';

/** Asks nothing, since a dialect has no word for it. */
// biome-ignore lint/correctness/useYield: there is nothing to ask.
export function* lacking(reason: string): Asking {
  return { kind: 'not-applicable', reason };
}
