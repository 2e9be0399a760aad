/** Sends requests over the network. Everything on the wire is evidence, including failed attempts. */
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

/** One attempt to send a request, before it is sent. */
export interface Attempt {
  readonly request: HttpRequest;
  /** From 1, over all attempts for this request, including those on a new connection. */
  readonly number: number;
  /** The previous attempt for the same request; null for the first. */
  readonly previous: Exchange | null;
}

/** `refused` is the reason, such as `budget`, in words for a report. */
export type Admission = 'admitted' | { readonly refused: string };

/** The time limits of one attempt, in milliseconds; {@link LiveOptions} defines where each begins and ends. */
export type Timeouts = Required<Pick<LiveOptions, 'firstByteMs' | 'idleMs' | 'wholeMs'>>;

export const TIMEOUTS: Timeouts = { firstByteMs: 300_000, idleMs: 120_000, wholeMs: 600_000 };

export interface LiveOptions extends Partial<RetryOptions> {
  /** From sending the request to the first byte of the response headers, in milliseconds. Default 300 000. */
  readonly firstByteMs?: number;
  /** Between two chunks once the response has begun, in milliseconds. Default 120 000. */
  readonly idleMs?: number;
  /** One attempt from start to end, including connecting, in milliseconds. Default 600 000. */
  readonly wholeMs?: number;
  /** How many bytes of a body are kept; a longer one is cut off, and a failure says so. Default 16 MiB. */
  readonly maxBodyBytes?: number;
  /** Shared by the transports of one provider. Default: no limits. */
  readonly limits?: ProviderLimits;
  /** Cancels the attempt in progress, and the waits between attempts. */
  readonly signal?: AbortSignal;
  /** Called right before each attempt is sent, after the limits. Default: every attempt is admitted. */
  readonly beforeAttempt?: (attempt: Attempt) => Admission | Promise<Admission>;
  /** Called after each attempt, before the decision about a retry. */
  readonly afterAttempt?: (attempt: Attempt, exchange: Exchange) => void;
  /** Signs each attempt when it is sent. Default: no signature. */
  readonly sign?: Signing;
  readonly clock?: Clock;
  /**
   * Taken before a response of more than 4 MiB is read from disk into memory, released before the next attempt. The
   * reader of the exchanges must release it at the end. Default: no waiting.
   */
  readonly longAnswers?: LongAnswers;
  /** Returns numbers from 0 up to 1. Default `Math.random`. */
  readonly random?: () => number;
}

/** The attempt was not admitted, or was cancelled before it was sent. */
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
 * Sends the requests of one conversation over the network, one after the other.
 *
 * Refusals with 408, 409, 429 and 5xx are retried, see {@link RetryOptions}. If a connection is lost before the first
 * byte of a response, the request is sent again immediately on a new connection, once for each request: a server may
 * have closed a kept-alive connection that still looks open here. Any other problem is the result: the exchange then
 * has a `failure`, and the bytes that arrived. `exchanges` contains every attempt.
 *
 * The exchanges contain credentials: redact them before writing them anywhere.
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
   * Returns the last attempt for this request. If a retry is refused or cancelled, returns the earlier attempt; without
   * any attempt, the exchange says that the request was not sent, and why.
   *
   * @throws {SuiteError} when the request cannot be sent
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

  /** Sends the request on a new connection, and closes it when this many bytes of the body have arrived. */
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

  /** Waits for the provider's limits, then makes an attempt, and another one if the connection was lost. */
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
   * Returns true when the connection was lost before the first byte of a response.
   *
   * @throws {NotAdmitted} when the attempt is refused or cancelled before it began
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
   * Sends an attempt that was admitted. Always calls `afterAttempt`, even when the attempt was not sent.
   *
   * @param keep called with the exchange before `afterAttempt`
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
  /** True when a lost connection was already replaced. */
  replaced: boolean;
}

/** Returns the request with own headers: no compression, because it would hide chunk boundaries, and a User-Agent. */
function withOwnHeaders(request: HttpRequest): HttpRequest {
  const asked = request.headers.filter(([name]) => name.toLowerCase() !== 'accept-encoding');
  const named = headerValues(asked, 'user-agent') !== undefined;
  const own: HeaderFields = [
    ['Accept-Encoding', ['identity']],
    // Some gateways return 403 to a client without a User-Agent.
    ...(named ? [] : [['User-Agent', ['toolcall-conformance']] as const]),
  ];
  return { ...request, headers: [...asked, ...own] };
}
