/** The credentials that a request shows, so that they can be taken out of everything that is written. */
import type { HttpRequest } from '../evidence/exchange.ts';
import type { Secret } from '../redact/secret.ts';

const SAYS_WHO_ASKS = /auth|(?<!^idempotency-)key|token|secret|cookie/u;
/** AWS signs each request anew: a signature opens nothing else, and would be one more to look for with each of them. */
const SIGNATURE = /^AWS4-/u;

/**
 * Values of header fields whose names speak of credentials, and of the query's `key`. Short ones and ones without a digit are
 * left out: they stand in for a key where none is needed, as `lm-studio` does, and in ordinary text.
 */
export function credentialsOf({ headers, url }: Pick<HttpRequest, 'headers' | 'url'>): Secret[] {
  const inUrl = URL.canParse(url)
    ? [...new URL(url).searchParams].filter(([name]) => SAYS_WHO_ASKS.test(name.toLowerCase()))
    : [];
  const inHeaders = headers
    .filter(([name]) => SAYS_WHO_ASKS.test(name.toLowerCase()))
    .flatMap(([, values]) => values);
  return [...inHeaders, ...inUrl.map(([, value]) => value)]
    .map((value) => value.replace(/^(?:bearer|basic|token)\s+/iu, '').trim())
    .filter((value) => value.length >= 16 && /\d/u.test(value) && !SIGNATURE.test(value))
    .map((value) => ({ name: 'CREDENTIAL', value }));
}
