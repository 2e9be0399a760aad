/** Decides when a refused attempt is retried. */
import type { Exchange, HeaderFields } from '../evidence/exchange.ts';
import { headerValues } from '../evidence/exchange.ts';

export interface RetryOptions {
  /** The maximum number of attempts for one request, including the first. Default 4. */
  readonly maxAttempts: number;
  /** The back-off before the second attempt, doubled before each further one, in milliseconds. Default 1000. */
  readonly backOffMs: number;
  /** The longest back-off, in milliseconds. Default 30 000. */
  readonly maxBackOffMs: number;
  /**
   * The longest wait that a provider may ask for, in milliseconds. Default 60 000. If a provider asks for more, the
   * request is not retried: an earlier retry would ignore the provider, and waiting would delay the run.
   */
  readonly maxRetryAfterMs: number;
}

export const RETRY_DEFAULTS: RetryOptions = {
  maxAttempts: 4,
  backOffMs: 1000,
  maxBackOffMs: 30_000,
  maxRetryAfterMs: 60_000,
};

/** The wait before the next attempt, and the part that the provider asked for, in milliseconds. */
export interface Wait {
  readonly ms: number;
  /** Undefined when the provider did not ask for a time. */
  readonly askedFor: number | undefined;
}

/**
 * Returns the wait before the request is retried; undefined when it is not retried. 408, 409, 429 and 5xx are retried.
 * The wait is at least that of `Retry-After`, and at least the back-off, half of which is random.
 *
 * @param attempts the number of attempts so far
 * @param chance a random number from 0 up to 1
 * @param epochMs the current time, for a `Retry-After` with a date
 */
export function waitBeforeRetry(
  { response }: Exchange,
  attempts: number,
  options: RetryOptions,
  chance: number,
  epochMs: number,
): Wait | undefined {
  if (response === null || !isRetried(response.status) || attempts >= options.maxAttempts) return undefined;
  const askedFor = retryAfter(response.headers, epochMs);
  if (askedFor !== undefined && askedFor > options.maxRetryAfterMs) return undefined;
  const backOff = Math.min(options.maxBackOffMs, options.backOffMs * 2 ** (attempts - 1));
  return { ms: Math.max(askedFor ?? 0, backOff * (0.5 + chance / 2)), askedFor };
}

function isRetried(status: number): boolean {
  return status === 408 || status === 409 || status === 429 || (status >= 500 && status <= 599);
}

/**
 * Returns the milliseconds that a provider asks to wait: `retry-after-ms` (OpenAI, Azure), or `Retry-After` in seconds
 * or as a date. Undefined when neither is present and readable.
 *
 * Source: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function retryAfter(headers: HeaderFields, epochMs: number): number | undefined {
  const [ms = ''] = headerValues(headers, 'retry-after-ms') ?? [];
  if (NUMBER.test(ms)) return Number(ms);
  const [value = ''] = headerValues(headers, 'retry-after') ?? [];
  if (NUMBER.test(value)) return Number(value) * 1000;
  const date = DATE.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - epochMs);
}

const NUMBER = /^\d+(?:\.\d+)?$/u;
/** `Date.parse` accepts much that is not a date, such as `-5`. */
const DATE = /^[A-Za-z]{3}/u;
