/** What one target has taken in a run, and what is known of its price. */

import type { Target } from '../config/providers.ts';
import { type AnyDialect, dialectOf } from '../dialects/catalogue.ts';
import type { Price, TokenCounts } from '../judge/price.ts';
import type { Charge } from './charge.ts';
import { dollarsFor, impliedPrice, knownPrice, raisedPrice } from './price.ts';

/** What attempts took. */
export interface Charged {
  /** In US dollars, as far as it is known. */
  readonly cost: number;
  /** Of prompts and answers together. */
  readonly tokens: number;
}

export interface Spent extends Charged {
  /** Attempts that have ended. */
  readonly requests: number;
}

export class RunAccount {
  readonly target: Target;
  readonly dialect: AnyDialect;
  #spent: Spent = { cost: 0, tokens: 0, requests: 0 };
  #price: Price | null;
  /** What answers took that did not say their cost. */
  readonly #unpaid: TokenCounts[] = [];

  constructor(target: Target) {
    this.target = target;
    this.dialect = dialectOf(target.provider.dialect);
    this.#price = knownPrice(target);
  }

  get spent(): Spent {
    return this.#spent;
  }

  /** Null as long as neither the configuration nor an answer has told it. */
  get price(): Price | null {
    return this.#price;
  }

  /** How many answers are not paid, for want of a price. */
  get owed(): number {
    return this.#unpaid.length;
  }

  /**
   * Books an attempt that has ended.
   *
   * @param charge null when it took nothing
   * @returns what it took, the cost 0 as long as it is not known
   */
  settle(charge: Charge | null): Charged {
    const charged = charge === null ? { cost: 0, tokens: 0 } : this.#chargedFor(charge);
    const { cost, tokens, requests } = this.#spent;
    this.#spent = { cost: cost + charged.cost, tokens: tokens + charged.tokens, requests: requests + 1 };
    return charged;
  }

  #chargedFor({ tokens, bill }: Charge): Charged {
    if (bill === null) this.#unpaid.push(tokens);
    else this.#price = this.#price === null ? impliedPrice(bill) : raisedPrice(this.#price, bill);
    return { cost: (bill?.cost ?? 0) + this.#payUnpaid(), tokens: tokens.prompt + tokens.completion };
  }

  /** What is not paid is, once there is a price; in US dollars. */
  #payUnpaid(): number {
    const price = this.#price;
    if (price === null) return 0;
    return this.#unpaid.splice(0).reduce((sum, tokens) => sum + dollarsFor(price, tokens), 0);
  }
}
