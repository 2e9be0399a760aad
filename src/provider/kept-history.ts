/** The histories that a provider keeps for requests that name a response instead of repeating them. */
import type { Json, JsonObject } from '../text/json.ts';

/** How many; the oldest goes first. */
const MOST = 1000;

export interface KeptHistory {
  /** All of them, the answer included. */
  readonly messages: readonly Json[];
  /** The fields of the request that are kept too. */
  readonly fields: JsonObject;
}

export class Kept {
  readonly #histories = new Map<string, KeptHistory>();

  keep(response: string, history: KeptHistory): void {
    this.#histories.set(response, history);
    const [oldest] = this.#histories.keys();
    if (this.#histories.size > MOST && oldest !== undefined) this.#histories.delete(oldest);
  }

  /** Undefined where nothing was kept under that id. */
  before(response: string): KeptHistory | undefined {
    return this.#histories.get(response);
  }
}
