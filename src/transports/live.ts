/** Answers from the network. Everything that was on the wire is evidence, the attempts that failed included. */
import type { Dispatcher } from 'undici';
import {
  type Exchange,
  type HeaderFields,
  type HttpRequest,
  HUNG_UP,
  headerValues,
  unsent,
} from '../evidence/exchange.ts';
import { SuiteError } from '../system/failure.ts';
import type { Signing } from './aws-signature.ts';
import { type Clock, systemClock } from './clock.ts';
import { ProviderLimits } from './limits.ts';
import { type AttemptResult, type LongAnswers, sendOnce } from './live-attempt.ts';
import type { LiveConnections } from './live-connections.ts';
import { RETRY_DEFAULTS, type RetryOptions, waitBeforeRetry } from './live-retry.ts';
import type { SendOptions, Transport } from './transport.ts';

/** One sending of a request that is about to leave. */
export interface Attempt {
  readonly request: HttpRequest;
  /** From 1, over all attempts for this request, those on a fresh connection included. */
  readonly number: number;
  /** The attempt before this one for the same request; null for the first. */
  readonly previous: Exchange | null;
}

/** `refused` says why, in words that can stand in a report, such as `budget`. */
export type Admission = 'admitted' | { readonly refused: string };

/** How long one attempt may take, in milliseconds; {@link LiveOptions} says from when to when. */
export type Timeouts = Required<Pick<LiveOptions, 'firstByteMs' | 'idleMs' | 'wholeMs'>>;

export const TIMEOUTS: Timeouts = { firstByteMs: 300_000, idleMs: 120_000, wholeMs: 600_000 };

export interface LiveOptions extends Partial<RetryOptions> {
  /** From the departure of the request to the first byte of the head, in milliseconds. Default 300 000. */
  readonly firstByteMs?: number;
  /** Between two arrivals once the answer has begun, in milliseconds. Default 120 000. */
  readonly idleMs?: number;
  /** One attempt from start to end, connecting included, in milliseconds. Default 600 000. */
  readonly wholeMs?: number;
  /** The bytes of a body that are kept; a longer one is cut and said to be. Default 16 MiB. */
  readonly maxBodyBytes?: number;
  /** Shared by the transports of one provider. Default: no limits. */
  readonly limits?: ProviderLimits;
  /** Ends what is under way, and the waits between attempts. */
  readonly signal?: AbortSignal;
  /** Asked right before each attempt leaves, when the limits have let it through. Default: all are admitted. */
  readonly beforeAttempt?: (attempt: Attempt) => Admission | Promise<Admission>;
  /** Told of each attempt when it has ended, before it is decided whether there will be another. */
  readonly afterAttempt?: (attempt: Attempt, exchange: Exchange) => void;
  /** Signs each attempt when it leaves. Default: none is signed. */
  readonly sign?: Signing;
  readonly clock?: Clock;
  /**
   * Taken before an answer of more than 4 MiB comes from disk into memory, released before the next attempt. Whoever reads
   * the exchanges releases it in the end. Default: nobody waits.
   */
  readonly longAnswers?: LongAnswers;
  /** From 0 up to 1. Default `Math.random`. */
  readonly random?: () => number;
}

/** The attempt was not admitted, or cancelled before it left. */
class NotAdmitted extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(`the attempt was not made: ${reason}`);
    this.reason = reason;
  }
}

type Settings = Required<
  Omit<LiveOptions, 'signal' | 'beforeAttempt' | 'afterAttempt' | 'longAnswers' | 'sign'>
> &
  LiveOptions;

const DEFAULTS = {
  ...RETRY_DEFAULTS,
  ...TIMEOUTS,
  maxBodyBytes: 16 * 1024 * 1024,
  clock: systemClock,
  random: Math.random,
} as const;

/**
 * Serves one conversation over the network, one request after the other.
 *
 * Refusals with 408, 409, 429 and 5xx are sent again, see {@link RetryOptions}. A connection that dies before the first
 * byte of an answer is replaced by a fresh one, at once and once for each request: servers close kept-alive connections
 * that look alive from here. Whatever else goes wrong is the answer: the exchange then has a `failure`, and what had
 * arrived. Every attempt stands in `exchanges`.
 *
 * The exchanges hold credentials: redact them before they are written anywhere.
 */
export class LiveTransport implements Transport {
  readonly #connections: LiveConnections;
  readonly #settings: Settings;
  readonly #exchanges: Exchange[] = [];

  constructor(connections: LiveConnections, options: LiveOptions = {}) {
    this.#connections = connections;
    this.#settings = { ...DEFAULTS, limits: new ProviderLimits({}, options.clock), ...options };
  }

  get exchanges(): readonly Exchange[] {
    return this.#exchanges;
  }

  /**
   * The last attempt for this request. A refusal or a cancellation between two attempts leaves it at the earlier one;
   * when there was not even a first, the exchange says that the request was not sent, and why.
   *
   * @throws {SuiteError} when the request cannot be put on the wire.
   */
  async send(request: HttpRequest, { hangUpAfter }: SendOptions = {}): Promise<Exchange> {
    if (hangUpAfter !== undefined) return this.#hangUp(request, hangUpAfter);
    const { limits, signal, clock, random } = this.#settings;
    const sending: Sending = {
      request: withOwnHeaders(request),
      last: null,
      attempts: 0,
      replaced: false,
    };
    for (let tries = 1; ; tries += 1) {
      const { last, notSent } = await this.#inTurn(sending);
      if (last === null) return this.#keep(unsent(sending.request, notSent ?? CANCELLED));
      if (notSent !== undefined || signal?.aborted) return last;
      const wait = waitBeforeRetry(last, tries, this.#settings, random(), clock.epoch());
      if (wait === undefined) return last;
      if (wait.askedFor !== undefined) limits.holdOff(wait.askedFor);
      try {
        await clock.sleep(wait.ms, signal);
      } catch (error) {
        if (signal?.aborted) return last;
        throw error;
      }
    }
  }

  /** Sends the request on a connection of its own, and ends it when so many bytes of the body have arrived. */
  async #hangUp(request: HttpRequest, bytes: number): Promise<Exchange> {
    const { limits, signal } = this.#settings;
    const own = withOwnHeaders(request);
    const attempt: Attempt = { request: own, number: 1, previous: null };
    const exchange = await limits.run(async (): Promise<Exchange> => {
      const admission = (await this.#settings.beforeAttempt?.(attempt)) ?? 'admitted';
      if (admission !== 'admitted') return unsent(own, admission.refused);
      const fresh = await this.#connections.fresh(request.url);
      try {
        await this.#sendAdmitted(attempt, fresh, () => {}, bytes);
        return { request: own, response: null, failure: HUNG_UP };
      } finally {
        await fresh.destroy();
      }
    }, signal);
    return this.#keep(exchange);
  }

  #keep(exchange: Exchange): Exchange {
    this.#exchanges.push(exchange);
    return exchange;
  }

  finish(): void {}

  /** Waits for the provider's limits, then makes an attempt, and a second one where the connection died on us. */
  async #inTurn(sending: Sending): Promise<Sending & { readonly notSent?: string }> {
    const { limits, signal, longAnswers } = this.#settings;
    longAnswers?.release();
    try {
      return await limits.run(async () => {
        const died = await this.#attempt(sending, await this.#connections.kept(sending.request.url));
        if (!died || sending.replaced) return sending;
        sending.replaced = true;
        const fresh = await this.#connections.fresh(sending.request.url);
        try {
          await this.#attempt(sending, fresh);
        } finally {
          await fresh.destroy();
        }
        return sending;
      }, signal);
    } catch (error) {
      if (error instanceof NotAdmitted) return { ...sending, notSent: error.reason };
      if (signal?.aborted && !(error instanceof SuiteError)) return { ...sending, notSent: CANCELLED };
      throw error;
    }
  }

  /**
   * Whether the connection died before the first byte of an answer.
   *
   * @throws {NotAdmitted} when the attempt is refused or cancelled before it began.
   */
  async #attempt(sending: Sending, dispatcher: Dispatcher): Promise<boolean> {
    const { request, last: previous } = sending;
    const attempt: Attempt = { request, number: sending.attempts + 1, previous };
    const admission = (await this.#settings.beforeAttempt?.(attempt)) ?? 'admitted';
    if (admission !== 'admitted') throw new NotAdmitted(admission.refused);
    const { died } = await this.#sendAdmitted(attempt, dispatcher, (exchange) => {
      sending.attempts = attempt.number;
      sending.last = this.#keep(exchange);
    });
    return died;
  }

  /**
   * Who admitted the attempt is told of it in the end, even when it did not leave.
   *
   * @param keep gets what came back before anybody reads it
   */
  async #sendAdmitted(
    attempt: Attempt,
    dispatcher: Dispatcher,
    keep: (exchange: Exchange) => void,
    maxBodyBytes = this.#settings.maxBodyBytes,
  ): Promise<AttemptResult> {
    const { afterAttempt, signal, sign, ...options } = this.#settings;
    const { connectMs } = this.#connections;
    let exchange = unsent(attempt.request, 'it could not leave');
    try {
      if (signal?.aborted) throw new NotAdmitted(CANCELLED);
      const request = (await sign?.(attempt.request)) ?? attempt.request;
      const result = await sendOnce(dispatcher, request, { ...options, maxBodyBytes, connectMs, signal });
      exchange = result.exchange;
      keep(exchange);
      return result;
    } finally {
      afterAttempt?.(attempt, exchange);
    }
  }
}

const CANCELLED = 'cancelled';

/** One request of the driver, over all its attempts. */
interface Sending {
  readonly request: HttpRequest;
  last: Exchange | null;
  attempts: number;
  /** A connection that died was replaced already. */
  replaced: boolean;
}

/** The request as it leaves: in plain bytes, since a compressed stream hides its boundaries, and with a name. */
function withOwnHeaders(request: HttpRequest): HttpRequest {
  const asked = request.headers.filter(([name]) => name.toLowerCase() !== 'accept-encoding');
  const named = headerValues(asked, 'user-agent') !== undefined;
  const own: HeaderFields = [
    ['Accept-Encoding', ['identity']],
    // Some gateways answer 403 to a client without a name.
    ...(named ? [] : [['User-Agent', ['toolcall-conformance']] as const]),
  ];
  return { ...request, headers: [...asked, ...own] };
}
