/** Finds the greatest number that an endpoint accepts: doubles it until a refusal, then searches by bisection. */
import type { Reading } from '../reading/reading.ts';
import type { Asking, Trial } from './fact.ts';
import { type Finding, unknown } from './finding.ts';
import { outcomeOf } from './outcome.ts';

export interface Searched {
  /** The smallest number. Its request exceeds no limit. */
  readonly from: number;
  /** The greatest number that is tried. */
  readonly upTo: number;
  readonly trial: (number: number) => Trial;
  /** Returns true when an answer did not do what was asked. By default any answer is enough. */
  readonly fellShort?: (reading: Reading, number: number) => boolean;
}

/** Returns the maximum number of requests of the search. For a limit of n it is at most 2 log2(n) + 4. */
export function mostRequestsFor({ from, upTo }: Pick<Searched, 'from' | 'upTo'>): number {
  return Math.ceil(Math.log2(upTo / from)) + Math.ceil(Math.log2(upTo)) + 1;
}

type Step =
  | 'enough'
  | { readonly refusal: { status: number; said: string } | null }
  | { readonly open: string };

export function* greatestAccepted(searched: Searched): Asking {
  const { from, upTo } = searched;
  let most: number | null = null;
  let refused: { at: number; refusal: { status: number; said: string } | null } | null = null;
  for (let number = from; refused === null; number = Math.min(number * 2, upTo)) {
    const step: Step = yield* stepAt(number, searched);
    if (step !== 'enough' && 'open' in step) return found(most, null, step.open);
    if (step === 'enough') most = number;
    else refused = { at: number, refusal: step.refusal };
    if (most === upTo) return found(most, null, null);
  }
  while (most !== null && refused.at - most > 1) {
    const number = Math.floor((most + refused.at) / 2);
    const step: Step = yield* stepAt(number, searched);
    if (step !== 'enough' && 'open' in step) return found(most, refused, step.open);
    if (step === 'enough') most = number;
    else refused = { at: number, refusal: step.refusal };
  }
  return found(most, refused, null);
}

function* stepAt(number: number, { trial, fellShort }: Searched): Generator<Trial, Step, Reading> {
  const reading = yield trial(number);
  const outcome = outcomeOf(reading);
  if (outcome.kind === 'unclear') return { open: outcome.reason };
  if (outcome.kind === 'refused') return { refusal: { status: outcome.status, said: outcome.said } };
  return fellShort?.(reading, number) === true ? { refusal: null } : 'enough';
}

function found(
  most: number | null,
  refused: { at: number; refusal: { status: number; said: string } | null } | null,
  open: string | null,
): Finding {
  if (most !== null) {
    return { kind: 'number', most, refusedAt: refused?.at ?? null, refusal: refused?.refusal ?? null, open };
  }
  if (open !== null) return unknown(open);
  const said = refused?.refusal;
  return unknown(
    said === null || said === undefined
      ? 'the smallest request was not answered as asked either'
      : `the smallest request is refused too (HTTP ${said.status}: ${said.said})`,
  );
}
