/** How much a live run may take, in money and in tokens; shared by all its conversations. */
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
  /** Of prompts and answers together. Default: no limit. */
  readonly maxTokens?: number;
  /** Attempts, those that are sent again among them. Default: no limit. */
  readonly maxRequests?: number;
}

/** For the transport of one conversation. */
export interface Purse {
  /** Refuses as `budget` what does not fit, and as `cancelled` what waits when the signal is aborted. */
  readonly beforeAttempt: (attempt: Attempt) => Promise<Admission>;
  readonly afterAttempt: (attempt: Attempt, exchange: Exchange) => Charged;
}

export interface Budget {
  of(target: Target, signal?: AbortSignal): Purse;
  /** Charges an exchange that was recorded before, as by the run that is gone on with. */
  readonly charge: (target: Target, exchange: Exchange) => void;
  readonly spent: Spent;
  /** @param id of a target, or of a provider for all its targets */
  spentOf(id: string): Spent;
}

/**
 * Holds a run to its limits: an attempt leaves when the most that it may take fits into what is neither spent nor held
 * by attempts under way. One that would fit if those took nothing waits for them; any other is refused.
 *
 * A target whose price nobody configured tells it with the first cost that it reports. Before that, one attempt of all
 * such targets is under way at a time, and holds all the money that is left: so at most this one goes over the limit,
 * and {@link MOST_OWED} answers that did not say what they cost, such as broken ones.
 */
export function createBudget(limits: BudgetLimits = {}): Budget {
  return new SharedBudget(limits);
}

/** The ids of the targets that cannot be held to a cost: nobody configured their price, nor do they report it. */
export function unpriced(targets: readonly Target[]): string[] {
  return targets
    .filter((target) => knownPrice(target) === null && !target.provider.extensions.includes('openrouter'))
    .map(({ id }) => id);
}

/** So many answers of a target may end without a price to charge them at; then it is refused. */
const MOST_OWED = 3;

/** What an attempt under way holds. */
interface Hold extends Charged {
  readonly estimate: TokenCounts;
  /** It left without a price. */
  readonly blind: boolean;
}

/** In US dollars: sums of binary fractions are off by less. */
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

  /** One listener on a signal that a whole run shares. */
  #watch(signal: AbortSignal): void {
    if (this.#watched.has(signal)) return;
    this.#watched.add(signal);
    signal.addEventListener('abort', () => this.#changes.emit('change'), { once: true });
  }

  /** `too much` for what is left, or only for what is left beside the attempts under way. */
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

  /** The most that it may cost, in US dollars; null when that matters and is not known. */
  #costOf({ price }: RunAccount, estimate: TokenCounts): number | null {
    if (price !== null) return dollarsAtMost(price, estimate);
    return this.#limits.cost === Infinity ? 0 : null;
  }
}

/** What never left took nothing, and is no attempt. */
function settle(account: RunAccount, exchange: Exchange, estimate: TokenCounts): Charged {
  if (whyUnsent(exchange) !== null) return { cost: 0, tokens: 0 };
  return account.settle(chargeFor(account.dialect, exchange, estimate));
}

/** What breaks its reader, by a bug of ours, is charged as what tells nothing; the run goes on. */
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

/** Costs that are not known fit wherever there is anything. */
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

/** Never less than nothing. */
function minus(amount: Charged, taken: Charged): Charged {
  return {
    cost: Math.max(0, amount.cost - taken.cost),
    tokens: Math.max(0, amount.tokens - taken.tokens),
  };
}
