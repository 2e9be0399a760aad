/** Answers without an end: after a few of them the rest of a target is not sent. */
import { type Exchange, isEndless } from '../evidence/exchange.ts';

/** One may be a mishap of its conversation. Each takes as much memory as an answer may. */
const MOST_ENDLESS = 3;

/** Counts the endless answers of one target. */
export class EndlessAnswers {
  #count = 0;

  /** @returns why the rest of the target is not sent, in one line with the next step; null while it is sent */
  add(exchanges: readonly Exchange[]): string | null {
    const endless = exchanges.filter(isEndless);
    this.#count += endless.length;
    const reason = endless.at(-1)?.failure;
    if (reason === undefined || this.#count < MOST_ENDLESS) return null;
    return `${this.#count} answers had no end (${reason}), so nothing more is sent: correct the server`;
  }
}
