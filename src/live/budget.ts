/** The budget of a live run, in money, tokens and requests; shared by all its conversations. */
import { EventEmitter, once } from 'node:events';
import type { Target } from '../config/providers.ts';
import type { AnyDialect } from '../dialects/catalogue.ts';
import { type Exchange, type HttpRequest, whyUnsent } from '../evidence/exchange.ts';
import type { TokenCounts } from '../judge/price.ts';
import type { Admission, Attempt } from '../transports/live.ts';
import { type Charged, RunAccount, type Spent } from './account.ts';
import { type Charge, chargeOf, LONGEST_ANSWER, promptTokensAtMost, tokensAtMost } from './charge.ts';
import { dollarsAtMost, knownPrice } from './price.ts';

export interface BudgetLimits {
  /** In US dollars. Default: no limit. */
  readonly maxCost?: number;
  /** The sum of prompts and answers. Default: no limit. */
  readonly maxTokens?: number;
  /** Attempts, including retries. Default: no limit. */
  readonly maxRequests?: number;
}

/** The budget, as the transport of one conversation uses it. */
export interface Purse {
  /**
   * Refuses as `budget` an attempt that does not fit, and as `cancelled` a waiting attempt when the signal is aborted.
   */
  readonly beforeAttempt: (attempt: Attempt) => Promise<Admission>;
  readonly afterAttempt: (attempt: Attempt, exchange: Exchange) => Charged;
}

export interface Budget {
  of(target: Target, signal?: AbortSignal): Purse;
  /** Charges an exchange that was recorded earlier, such as by the run that is resumed. */
  readonly charge: (target: Target, exchange: Exchange) => void;
  readonly spent: Spent;
  /** @param id a target, or a provider for all its targets */
  spentOf(id: string): Spent;
}

/**
 * Keeps a run within its limits. An attempt is admitted when the most that it may take fits into the free budget: the
 * limit minus what is spent, minus what attempts in progress hold. An attempt that fits only without those holds waits;
 * any other is refused.
 *
 * A target without a configured price gets one from the first cost that an answer reports. Until then, only one attempt
 * of all such targets is in progress at a time, and it holds all remaining money. So at most this one attempt exceeds
 * the limit, and up to {@link MOST_OWED} answers that reported no cost, such as broken ones.
 */
export function createBudget(limits: BudgetLimits = {}): Budget {
  return new SharedBudget(limits);
}

/** Returns the ids of targets that no cost limit can apply to: they have no configured price, and report no cost. */
export function unpriced(targets: readonly Target[]): string[] {
  return targets
    .filter((target) => knownPrice(target) === null && !target.provider.extensions.includes('openrouter'))
    .map(({ id }) => id);
}

/** When this many answers of a target have no known cost, further attempts are refused. */
const MOST_OWED = 3;

/** The part of the budget that an attempt in progress holds. */
interface Hold extends Charged {
  readonly estimate: TokenCounts;
  /** True when the attempt was sent without a known price. */
  readonly blind: boolean;
}

/** Tolerance in US dollars; rounding errors of sums are smaller. */
const DUST = 1e-9;

class SharedBudget implements Budget {
  readonly #limits: Charged;
  readonly #maxRequests: number;
  readonly #accounts = new Map<string, RunAccount>();
  readonly #held = new Map<Attempt, Hold>();
  /** Emits `change` when an attempt has ended, or a signal is aborted. */
  readonly #changes = new EventEmitter().setMaxListeners(0);
  readonly #watched = new WeakSet<AbortSignal>();

  constructor({ maxCost = Infinity, maxTokens = Infinity, maxRequests = Infinity }: BudgetLimits) {
    this.#limits = { cost: maxCost, tokens: maxTokens };
    this.#maxRequests = maxRequests;
  }

  of(target: Target, signal?: AbortSignal): Purse {
    const account = this.#accountOf(target);
    if (signal !== undefined) this.#watch(signal);
    return {
      beforeAttempt: (attempt) => this.#admission(attempt, account, signal),
      afterAttempt: (attempt, exchange) => {
        const hold = this.#held.get(attempt);
        if (hold === undefined) throw new Error('an attempt ended that was never admitted');
        this.#held.delete(attempt);
        const charged = settle(account, exchange, hold.estimate);
        this.#changes.emit('change');
        return charged;
      },
    };
  }

  readonly charge = (target: Target, exchange: Exchange): void => {
    const account = this.#accountOf(target);
    settle(account, exchange, requestedAtMost(account.dialect, exchange.request));
  };

  get spent(): Spent {
    return spentBy([...this.#accounts.values()]);
  }

  spentOf(id: string): Spent {
    const isMeant = ({ target }: RunAccount) => target.id === id || target.provider.id === id;
    return spentBy([...this.#accounts.values()].filter(isMeant));
  }

  #accountOf(target: Target): RunAccount {
    const account = this.#accounts.get(target.id) ?? new RunAccount(target);
    this.#accounts.set(target.id, account);
    return account;
  }

  async #admission(attempt: Attempt, account: RunAccount, signal?: AbortSignal): Promise<Admission> {
    const estimate = requestedAtMost(account.dialect, attempt.request);
    while (!signal?.aborted) {
      const hold = this.#holdFor(account, estimate);
      if (hold === 'too much') return { refused: 'budget' };
      if (hold !== 'not now') {
        this.#held.set(attempt, hold);
        return 'admitted';
      }
      await once(this.#changes, 'change');
    }
    return { refused: 'cancelled' };
  }

  /** Adds only one listener to a signal, because a whole run shares it. */
  #watch(signal: AbortSignal): void {
    if (this.#watched.has(signal)) return;
    this.#watched.add(signal);
    signal.addEventListener('abort', () => this.#changes.emit('change'), { once: true });
  }

  /** Returns `too much` if the attempt exceeds the remaining budget, `not now` if only the part without holds. */
  #holdFor(account: RunAccount, estimate: TokenCounts): Hold | 'too much' | 'not now' {
    const underWay = [...this.#held.values()];
    const left = minus(this.#limits, this.spent);
    const free = minus(left, sumOf(underWay));
    const cost = this.#costOf(account, estimate);
    const need = { cost, tokens: estimate.prompt + estimate.completion };
    const blind = cost === null;
    if (this.spent.requests + underWay.length >= this.#maxRequests) return 'too much';
    if (!fits(need, left) || (blind && account.owed >= MOST_OWED)) return 'too much';
    if (!fits(need, free) || (blind && underWay.some((hold) => hold.blind))) return 'not now';
    return { ...need, cost: cost ?? free.cost, estimate, blind };
  }

  /** The most that it may cost, in US dollars; null when the price is unknown and there is a cost limit. */
  #costOf({ price }: RunAccount, estimate: TokenCounts): number | null {
    if (price !== null) return dollarsAtMost(price, estimate);
    return this.#limits.cost === Infinity ? 0 : null;
  }
}

/** A request that was never sent costs nothing, and does not count as an attempt. */
function settle(account: RunAccount, exchange: Exchange, estimate: TokenCounts): Charged {
  if (whyUnsent(exchange) !== null) return { cost: 0, tokens: 0 };
  return account.settle(chargeFor(account.dialect, exchange, estimate));
}

/** If reading the answer throws, by a bug of the suite, it is charged as an answer without usage; the run continues. */
function chargeFor(dialect: AnyDialect, exchange: Exchange, estimate: TokenCounts): Charge | null {
  try {
    return chargeOf(dialect, exchange, estimate);
  } catch {
    return { tokens: estimate, bill: null };
  }
}

function requestedAtMost(dialect: AnyDialect, request: HttpRequest): TokenCounts {
  try {
    return tokensAtMost(dialect, request);
  } catch {
    return { prompt: promptTokensAtMost(request.body.length), completion: LONGEST_ANSWER };
  }
}

/** An unknown cost fits while any money is left. */
function fits(need: { readonly cost: number | null; readonly tokens: number }, room: Charged): boolean {
  const isPayable = need.cost === null ? room.cost > DUST : need.cost <= room.cost + DUST;
  return isPayable && need.tokens <= room.tokens;
}

function spentBy(accounts: readonly RunAccount[]): Spent {
  const spent = accounts.map((account) => account.spent);
  return { ...sumOf(spent), requests: spent.reduce((sum, { requests }) => sum + requests, 0) };
}

function sumOf(amounts: readonly Charged[]): Charged {
  return {
    cost: amounts.reduce((sum, { cost }) => sum + cost, 0),
    tokens: amounts.reduce((sum, { tokens }) => sum + tokens, 0),
  };
}

/** Subtracts; no result is negative. */
function minus(amount: Charged, taken: Charged): Charged {
  return {
    cost: Math.max(0, amount.cost - taken.cost),
    tokens: Math.max(0, amount.tokens - taken.tokens),
  };
}
