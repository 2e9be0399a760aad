/** Background work that yields to traffic. */
import { setTimeout } from 'node:timers/promises';

export interface Clock {
  /** In milliseconds. */
  now(): number;
  wait(ms: number): Promise<void>;
}

const CLOCK: Clock = { now: () => performance.now(), wait: (ms) => setTimeout(ms) };

/** Traffic is dense while a message arrived less than this long ago. */
const DENSE_MS = 10;
/** The fraction of time that tasks may take while traffic is dense. */
const SHARE = 0.1;
/** Above this many waiting tasks, the tasks run without pauses, because they are held in memory. */
const MOST_WAITING = 2000;

/**
 * Runs tasks one after the other. While traffic is dense, the tasks take a tenth of the time, because the client and
 * the server need the processor. A low process priority is not enough everywhere: Linux first divides the processor
 * between sessions, and a recorder that is too slow to read blocks the tap that writes to it.
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

  /** Records that a message arrived. */
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

  /** Resolves when all tasks are done. From now on the tasks run without pauses, because no more traffic comes. */
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
