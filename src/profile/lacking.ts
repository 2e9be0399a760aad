import type { Asking } from './fact.ts';

/** Sends no request, because the dialect cannot express it. */
// biome-ignore lint/correctness/useYield: no request is sent.
export function* lacking(reason: string): Asking {
  return { kind: 'not-applicable', reason };
}
