/** A request, the provider's answer, and its reading. */
import { exchangeOf, type ScriptedExchange, type ScriptedResponse } from '../answers/script.ts';
import type { Story } from '../answers/story.ts';
import type { AnyDialect } from '../dialects/catalogue.ts';
import type { Reading } from '../reading/reading.ts';
import type { JsonObject } from '../text/json.ts';

interface AnsweredExchange extends ScriptedExchange {
  readonly response: ScriptedResponse;
}

/** The provider's answer. */
export interface Answered {
  readonly response: ScriptedResponse;
  /** Computes the content of the conversation. It is lazy, because only faults need it. */
  readonly story: () => Story;
  /** The id of the answer; null for a refusal. */
  readonly id: string | null;
}

export class Turn {
  readonly exchange: AnsweredExchange;
  readonly id: string | null;
  readonly #dialect: AnyDialect;
  readonly #tell: () => Story;
  #story: Story | undefined;
  #reading: Reading | undefined;

  constructor(dialect: AnyDialect, url: string, request: JsonObject, { response, story, id }: Answered) {
    this.exchange = { url, requestHeaders: [], request: { ...request }, response };
    this.#tell = story;
    this.id = id;
    this.#dialect = dialect;
  }

  get story(): Story {
    this.#story ??= this.#tell();
    return this.#story;
  }

  get reading(): Reading {
    this.#reading ??= this.#dialect.read(exchangeOf(this.exchange), 1);
    return this.#reading;
  }
}

/** The maximum number of characters of remembered requests. The oldest request is removed first. */
const MOST = 2_000_000;

/** Caches turns, because a fault rebuilds the whole conversation around each request. */
export class RememberedTurns {
  readonly #turns = new Map<string, Turn>();
  #size = 0;

  /** @param asked the cache key: everything that determines the answer */
  turn(asked: string, make: () => Turn): Turn {
    const known = this.#turns.get(asked);
    if (known !== undefined) return known;
    const made = make();
    this.#turns.set(asked, made);
    this.#size += asked.length;
    for (const oldest of this.#turns.keys()) {
      if (this.#size <= MOST) break;
      this.#turns.delete(oldest);
      this.#size -= oldest.length;
    }
    return made;
  }
}
