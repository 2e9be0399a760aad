/** The usage and cost of one target in a run, and its known price. */

import type { Target } from '../config/providers.ts';
import { type AnyDialect, dialectOf } from '../dialects/catalogue.ts';
import type { Price, TokenCounts } from '../judge/price.ts';
import type { Charge } from './charge.ts';
import { dollarsFor, impliedPrice, knownPrice, raisedPrice } from './price.ts';

/** The cost and tokens of attempts. */
export interface Charged {
  /** In US dollars, as far as it is known. */
  readonly cost: number;
  /** The sum of prompts and answers. */
  readonly tokens: number;
}

export interface Spent extends Charged {
  /** The number of attempts that have ended. */
  readonly requests: number;
}

export class RunAccount {
  readonly target: Target;
  readonly dialect: AnyDialect;
  #spent: Spent = { cost: 0, tokens: 0, requests: 0 };
  #price: Price | null;
  /** The usage of answers that did not report a cost, while the price is unknown. */
  readonly #unpaid: TokenCounts[] = [];

  constructor(target: Target) {
    this.target = target;
    this.dialect = dialectOf(target.provider.dialect);
    this.#price = knownPrice(target);
  }

  get spent(): Spent {
    return this.#spent;
  }

  /** Null until the configuration or an answer gives a price. */
  get price(): Price | null {
    return this.#price;
  }

  /** The number of answers whose cost is unknown because there is no price yet. */
  get owed(): number {
    return this.#unpaid.length;
  }

  /**
   * Records an attempt that has ended.
   *
   * @param charge null when it was not charged
   * @returns the charged amount; the cost is 0 while it is unknown
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

  /** Once there is a price, returns the cost of the answers that were not charged yet, in US dollars. */
  #payUnpaid(): number {
    const price = this.#price;
    if (price === null) return 0;
    return this.#unpaid.splice(0).reduce((sum, tokens) => sum + dollarsFor(price, tokens), 0);
  }
}
