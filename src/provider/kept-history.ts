/** The histories that a provider keeps for requests that name a response instead of repeating them. */
import type { Json } from '../text/json.ts';

/** How many; the oldest goes first. */
const MOST = 1000;

export class Kept {
  readonly #histories = new Map<string, readonly Json[]>();

  /** @param messages all of them, the answer included */
  keep(response: string, messages: readonly Json[]): void {
    this.#histories.set(response, messages);
    const [oldest] = this.#histories.keys();
    if (this.#histories.size > MOST && oldest !== undefined) this.#histories.delete(oldest);
  }

  /** Undefined where nothing was kept under that id. */
  before(response: string): readonly Json[] | undefined {
    return this.#histories.get(response);
  }
}
