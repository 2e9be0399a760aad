/** When a refused attempt is sent again. */
import type { Exchange, HeaderFields } from '../evidence/exchange.ts';
import { headerValues } from '../evidence/exchange.ts';

export interface RetryOptions {
  /** Attempts for one request, the first included. Default 4. */
  readonly maxAttempts: number;
  /** The back-off before the second attempt, doubled before each further one, in milliseconds. Default 1000. */
  readonly backOffMs: number;
  /** The longest back-off, in milliseconds. Default 30 000. */
  readonly maxBackOffMs: number;
  /**
   * The longest wait that a provider may ask for, in milliseconds. Default 60 000. Who asks for more is not sent the
   * request again: coming back early would be rude, and coming back then would hold up the run.
   */
  readonly maxRetryAfterMs: number;
}

export const RETRY_DEFAULTS: RetryOptions = {
  maxAttempts: 4,
  backOffMs: 1000,
  maxBackOffMs: 30_000,
  maxRetryAfterMs: 60_000,
};

/** How long to wait before the next attempt, and how much of it the provider asked for, in milliseconds. */
export interface Wait {
  readonly ms: number;
  /** Undefined when the provider named no time. */
  readonly askedFor: number | undefined;
}

/**
 * The wait before the request is sent again; undefined when it is not. 408, 409, 429 and 5xx are retried: with the wait
 * that `Retry-After` asks for, and at least the back-off, half of which is left to chance.
 *
 * @param attempts How many were made so far.
 * @param chance From 0 up to 1.
 * @param epochMs Now, for a `Retry-After` that is a date.
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
 * The milliseconds that a provider asks to wait: `retry-after-ms` (OpenAI, Azure), or `Retry-After` in seconds or as a
 * date. Undefined when neither is there or readable.
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
/** `Date.parse` reads much as a date that is none, such as `-5`. */
const DATE = /^[A-Za-z]{3}/u;
