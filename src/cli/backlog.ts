/** Work that waits its turn beside traffic that comes first. */
import { setTimeout } from 'node:timers/promises';

export interface Clock {
  /** In milliseconds. */
  now(): number;
  wait(ms: number): Promise<void>;
}

const CLOCK: Clock = { now: () => performance.now(), wait: (ms) => setTimeout(ms) };

/** Traffic is dense while no two messages are farther apart. */
const DENSE_MS = 10;
/** Of the time, while traffic is dense. */
const SHARE = 0.1;
/** From so many tasks on the work takes the time that it needs: they are kept in memory. */
const MOST_WAITING = 2000;

/**
 * Tasks, one after the other. While traffic is dense they take a tenth of the time, since who talks then needs the processor. A low
 * priority does not do that everywhere: Linux shares the processor between sessions first, and a process that does not get to
 * read keeps who writes to it waiting.
 */
export class Backlog {
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;
  #heardAt = Number.NEGATIVE_INFINITY;
  #isTrafficOver = false;
  readonly #clock: Clock;

  constructor(clock = CLOCK) {
    this.#clock = clock;
  }

  /** A message came. */
  hear(): void {
    this.#heardAt = this.#clock.now();
  }

  /** @param task must not throw */
  add(task: () => Promise<void>): void {
    this.#waiting += 1;
    this.#last = this.#last.then(async () => {
      const start = this.#clock.now();
      await task();
      this.#waiting -= 1;
      await this.#rest((this.#clock.now() - start) * (1 / SHARE - 1));
    });
  }

  /** Resolves when all is done; nothing more comes that would need the time. */
  finish(): Promise<void> {
    this.#isTrafficOver = true;
    return this.#last;
  }

  async #rest(ms: number): Promise<void> {
    const end = this.#clock.now() + ms;
    while (this.#clock.now() < end && this.#isDense()) await this.#clock.wait(DENSE_MS);
  }

  #isDense(): boolean {
    const isOver = this.#isTrafficOver || this.#waiting >= MOST_WAITING;
    return !isOver && this.#clock.now() - this.#heardAt < DENSE_MS;
  }
}
