/** The histories that a provider keeps for requests that name a response instead of repeating them. */
import { isObject, type Json, type JsonObject } from '../text/json.ts';

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
  readonly #issued = new Set<string>();

  /** Every text of the answers that were issued. */
  get issued(): ReadonlySet<string> {
    return this.#issued;
  }

  /** @param messages that repeat an answer */
  issue(messages: readonly Json[]): void {
    for (const text of messages.flatMap(textsIn)) this.#issued.add(text);
  }

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

function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
