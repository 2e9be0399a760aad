/** A refusal in a form that is independent of the dialect. Each dialect's service encodes it. */

export interface Refusal {
  readonly status: number;
  readonly reason: RefusalReason;
  readonly message: string;
  /** The path of the mistake in the request. */
  readonly param: string | null;
  readonly headers?: readonly (readonly [name: string, value: string])[];
}

export type RefusalReason =
  | 'invalid'
  | 'wrong-key'
  | 'no-credits'
  | 'not-found'
  | 'no-such-model'
  | 'too-large'
  | 'throttled'
  | 'broken';

export function invalidRequest(message: string, param: string | null = null): Refusal {
  return { status: 400, reason: 'invalid', message, param };
}

export function notFound(message: string, param: string | null = null): Refusal {
  return { status: 404, reason: 'not-found', message, param };
}

export function noSuchModel(param: string | null): Refusal {
  return { status: 404, reason: 'no-such-model', message: 'The requested model does not exist.', param };
}

/** The message does not repeat any part of the key. */
export const WRONG_KEY: Refusal = {
  status: 401,
  reason: 'wrong-key',
  message: 'Incorrect API key provided.',
  param: null,
};

export const TOO_LARGE: Refusal = {
  status: 413,
  reason: 'too-large',
  message: 'The request is too large.',
  param: null,
};

/** The message does not show the internal error. */
export const BROKEN: Refusal = {
  status: 500,
  reason: 'broken',
  message: 'The server had an error while processing the request.',
  param: null,
};

/** @param seconds the value of `Retry-After`; null omits the header */
export function throttled(seconds: number | null, message = 'Too many requests.'): Refusal {
  return {
    status: 429,
    reason: 'throttled',
    message,
    param: null,
    headers: seconds === null ? [] : [['Retry-After', String(seconds)]],
  };
}

export function methodNotAllowed(allowed: string): Refusal {
  return { ...invalidRequest(`Use ${allowed}.`), status: 405, headers: [['Allow', allowed]] };
}
