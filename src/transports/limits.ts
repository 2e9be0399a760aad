/** The limits of one provider; shared by all transports that send to it. */
import PQueue from 'p-queue';
import { type Clock, systemClock } from './clock.ts';

export interface Limits {
  /** The maximum number of attempts at the same time. Default: no limit. */
  readonly inFlight?: number;
  /** The maximum number of attempts per minute. They are evenly spaced, never sent in a burst. Default: no limit. */
  readonly requestsPerMinute?: number;
}

export class ProviderLimits {
  readonly #queue: PQueue;
  readonly #spacing: number;
  readonly #clock: Clock;
  /** The earliest time on the monotonic clock at which the next attempt may be sent. */
  #next = Number.NEGATIVE_INFINITY;
  #heldUntil = Number.NEGATIVE_INFINITY;

  constructor({ inFlight = Infinity, requestsPerMinute = Infinity }: Limits = {}, clock = systemClock) {
    this.#queue = new PQueue({ concurrency: inFlight });
    this.#spacing = 60_000 / requestsPerMinute;
    this.#clock = clock;
  }

  /**
   * Runs the task when the limits allow it, first come first served, and returns its result. Once the task runs, it
   * must handle the signal itself.
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

  /** Sends nothing for `ms` milliseconds: the provider asked all clients to wait. */
  holdOff(ms: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, this.#clock.monotonic() + ms);
    this.#next = Math.max(this.#next, this.#heldUntil);
  }

  /** Reserves the next time slot and waits for it. If the provider asks to wait meanwhile, takes a later slot. */
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
