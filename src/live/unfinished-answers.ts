/** Counts answers that do not end: after a few of them, the rest of a target is not sent. */
import type { Target } from '../config/providers.ts';
import { type Exchange, isEndless, isTimedOut } from '../evidence/exchange.ts';
import { standingIn } from './answer-standing.ts';

/** A single one may be an accident. Each one takes as much memory, or time, as the limits allow. */
const MOST = 3;

/** Counts the endless answers of one target, and the timed-out answers in a row. */
export class UnfinishedAnswers {
  readonly #target: Target;
  #endless = 0;
  #slow = 0;

  constructor(target: Target) {
    this.#target = target;
  }

  /**
   * @param exchanges of one conversation, or of several that were held at the same time
   * @returns why the rest of the target is not sent, in one line with the next step; null to continue
   */
  add(exchanges: readonly Exchange[]): string | null {
    for (const [at, exchange] of exchanges.entries()) {
      const { failure } = exchange;
      if (isEndless(exchange)) this.#endless += 1;
      const { kind } = standingIn(this.#target, exchange, at + 1);
      if (kind === 'lost' && isTimedOut(exchange)) this.#slow += 1;
      else if (kind !== 'lost') this.#slow = 0;
      if (this.#endless === MOST)
        return `${MOST} answers had no end (${failure}), so nothing more is sent: correct the server`;
      if (this.#slow === MOST)
        return `${MOST} answers in a row took too long (${failure}), so nothing more is sent: correct the server, or give it more time with --timeout`;
    }
    return null;
  }
}
