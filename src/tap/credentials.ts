/** Finds the credentials in a request, so that they can be removed from everything that is written. */
import type { HttpRequest } from '../evidence/exchange.ts';
import type { Secret } from '../redact/secret.ts';

const SAYS_WHO_ASKS = /auth|(?<!^idempotency-)key|token|secret|cookie/u;
/** An AWS signature is valid for one request only, so it is no credential to search for. */
const SIGNATURE = /^AWS4-/u;

/**
 * The values of header fields and query parameters whose names suggest a credential. Short values and values without a
 * digit are left out: they are placeholders, such as `lm-studio`, and also occur in ordinary text.
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
