/** Finds requests that were sent more than once. */
import { HUNG_UP } from '../../../evidence/exchange.ts';
import { resendsIn } from '../../../judge/resends.ts';
import type { Reading } from '../../../reading/reading.ts';

/** One of several exchanges with the same request. */
export interface ShownAttempt {
  /** From 1. */
  readonly number: number;
  readonly of: number;
  /** Why the client sent the request again; null for the last attempt. */
  readonly sentAgainAfter: string | null;
  /** The exchange of the attempt before; null for the first. */
  readonly before: number | null;
}

/** The attempt of each exchange; null if its request was sent once. */
export function attemptsOf(readings: readonly Reading[]): (ShownAttempt | null)[] {
  const attempts: (ShownAttempt | null)[] = readings.map(() => null);
  const resends = resendsIn(readings);
  for (const start of readings.keys()) {
    if (attempts[start] !== null) continue;
    const chain = [start];
    for (let at = resends[start] ?? null; at !== null; at = resends[at] ?? null) chain.push(at);
    if (chain.length === 1) continue;
    for (const [place, index] of chain.entries()) {
      const reading = readings[index];
      attempts[index] = {
        number: place + 1,
        of: chain.length,
        sentAgainAfter: place === chain.length - 1 || reading === undefined ? null : whatFailed(reading),
        before: readings[chain[place - 1] ?? -1]?.number ?? null,
      };
    }
  }
  return attempts;
}

function whatFailed({ standing, exchange }: Reading): string {
  if (exchange.failure === HUNG_UP) return HUNG_UP;
  if (standing.kind === 'refused') return String(standing.status);
  return standing.kind === 'lost' ? standing.reason : '';
}
