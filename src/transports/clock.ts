/** The clock of the live transport; tests provide their own. */
import { setTimeout as delay } from 'node:timers/promises';

export interface Clock {
  /** Milliseconds since some fixed moment; never runs backwards. */
  monotonic(): number;
  /** Milliseconds since 1970. */
  epoch(): number;
  /** Resolves after `ms` milliseconds. @throws {Error} as soon as the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  monotonic: () => performance.now(),
  epoch: () => Date.now(),
  sleep: (ms, signal) => delay(ms, undefined, signal && { signal }),
};
