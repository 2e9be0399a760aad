/** Stores histories for requests that name a previous response instead of repeating the history. */
import { isObject, type Json, type JsonObject } from '../text/json.ts';

/** The maximum number of histories. The oldest is removed first. */
const MOST = 1000;
/** The maximum number of texts of issued answers. The oldest are removed first. */
const MOST_TEXTS = 100_000;

export interface KeptHistory {
  /** All messages of the history, including the answer. */
  readonly messages: readonly Json[];
  /** The request fields that are stored with the history. */
  readonly fields: JsonObject;
}

export class Kept {
  readonly #histories = new Map<string, KeptHistory>();
  readonly #issued = new Set<string>();

  /** The texts of the issued answers. */
  get issued(): ReadonlySet<string> {
    return this.#issued;
  }

  /** @param messages the messages that repeat an answer */
  issue(messages: readonly Json[]): void {
    for (const text of messages.flatMap(textsIn)) this.#issued.add(text);
    for (const text of this.#issued) {
      if (this.#issued.size <= MOST_TEXTS) break;
      this.#issued.delete(text);
    }
  }

  keep(response: string, history: KeptHistory): void {
    this.#histories.set(response, history);
    const [oldest] = this.#histories.keys();
    if (this.#histories.size > MOST && oldest !== undefined) this.#histories.delete(oldest);
  }

  /** Returns the history stored under the response id, or undefined. */
  before(response: string): KeptHistory | undefined {
    return this.#histories.get(response);
  }
}

function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
