/** Loads long answers into memory one after the other, even when several conversations get one at the same time. */
import type { LongAnswers } from '../transports/live-attempt.ts';
import type { Access } from './hold.ts';

export class LongAnswersInTurn {
  #last: Promise<void> = Promise.resolve();

  /**
   * Runs one conversation. It holds the turn from its first long answer until its next request, or until the work ends.
   *
   * @param work gets the access to use
   */
  async run<T>(access: Access, work: (access: Access) => Promise<T>): Promise<T> {
    const longAnswers = this.#turns();
    try {
      return await work({ ...access, options: { ...access.options, longAnswers } });
    } finally {
      longAnswers.release();
    }
  }

  #turns(): LongAnswers {
    let end: (() => void) | null = null;
    let come = Promise.resolve();
    return {
      take: () => {
        if (end !== null) return come;
        come = this.#last;
        const over = new Promise<void>((resolve) => {
          end = resolve;
        });
        this.#last = come.then(() => over);
        return come;
      },
      release: () => {
        end?.();
        end = null;
      },
    };
  }
}
