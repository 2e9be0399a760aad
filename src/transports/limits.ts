/** How hard one provider may be pressed; shared by all transports that talk to it. */
import PQueue from 'p-queue';
import { type Clock, systemClock } from './clock.ts';

export interface Limits {
  /** Attempts that may be under way at the same time. Default: no limit. */
  readonly inFlight?: number;
  /** Attempts that may leave in a minute. They leave evenly spaced, never in a burst. Default: no limit. */
  readonly requestsPerMinute?: number;
}

export class ProviderLimits {
  readonly #queue: PQueue;
  readonly #spacing: number;
  readonly #clock: Clock;
  /** The earliest moment of the monotonic clock at which the next attempt may leave. */
  #next = Number.NEGATIVE_INFINITY;
  #heldUntil = Number.NEGATIVE_INFINITY;

  constructor({ inFlight = Infinity, requestsPerMinute = Infinity }: Limits = {}, clock = systemClock) {
    this.#queue = new PQueue({ concurrency: inFlight });
    this.#spacing = 60_000 / requestsPerMinute;
    this.#clock = clock;
  }

  /**
   * Runs the task when there is room for it, first come first served, and gives what it gives. Once the task runs,
   * the signal is the task's own affair.
   *
   * @throws the signal's reason when it is aborted before the task began.
   */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const inTurn = async () => {
      await this.#turn(signal);
      return task();
    };
    if (signal === undefined) return this.#queue.add(inTurn);
    signal.throwIfAborted();
    const waiting = new AbortController();
    const stopWaiting = () => waiting.abort(signal.reason);
    signal.addEventListener('abort', stopWaiting, { once: true });
    const begun = () => {
      signal.removeEventListener('abort', stopWaiting);
      return inTurn();
    };
    try {
      return await this.#queue.add(begun, { signal: waiting.signal });
    } finally {
      signal.removeEventListener('abort', stopWaiting);
    }
  }

  /** Lets nothing leave for so many milliseconds: the provider asked all of us to wait. */
  holdOff(ms: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, this.#clock.monotonic() + ms);
    this.#next = Math.max(this.#next, this.#heldUntil);
  }

  /** Takes the next place and waits for it; a place that was held off meanwhile is given up for a later one. */
  async #turn(signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      const now = this.#clock.monotonic();
      const place = Math.max(now, this.#next);
      this.#next = place + this.#spacing;
      if (place > now) await this.#clock.sleep(place - now, signal);
      signal?.throwIfAborted();
      if (place >= this.#heldUntil) return;
    }
  }
}
