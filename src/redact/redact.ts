/**
 * Removes credentials before output is written: from cassettes, and with {@link Redactor.text} from all other output of
 * a run.
 */
import type { Exchange, HeaderFields, HttpRequest, HttpResponse } from '../evidence/exchange.ts';
import { redactBody, redactText } from './body.ts';
import { withLength } from './length.ts';
import { SecretSearch, toByteText } from './search.ts';
import { checkSecrets, redactionOf, type Secret } from './secret.ts';

/** Redacts the secrets of a run in all their encodings. It is expensive to create, so create one for each run. */
export interface Redactor {
  exchange(exchange: Exchange): Exchange;
  /** Redacts a log line, an error message or a URL. */
  text(text: string): string;
}

/**
 * Returns the exchange without the secrets, and with only those header fields that are known to be harmless. A
 * redaction (`[REDACTED:OPENROUTER_API_KEY]`) names the removed secret. JSON stays JSON, the number of events stays the
 * same, and the chunks add up to the body. A redaction in the response proves that the response contained the
 * credential, because nothing else inserts redactions.
 *
 * @throws {SuiteError} when a secret is too short to be distinguished from ordinary text
 */
export function redactExchange(exchange: Exchange, secrets: readonly Secret[]): Exchange {
  return createRedactor(secrets).exchange(exchange);
}

/** @throws {SuiteError} when a secret is too short to be distinguished from ordinary text */
export function createRedactor(secrets: readonly Secret[]): Redactor {
  const search = new SecretSearch(checkSecrets(secrets));
  const text = (plain: string) => redactText(plain, search);
  return {
    text,
    exchange: ({ request, response, failure, ...rest }) => ({
      ...rest,
      request: redactRequest(request, search),
      response: response && redactResponse(response, search),
      ...(failure !== undefined && { failure: text(failure) }),
    }),
  };
}

function redactRequest(request: HttpRequest, secrets: SecretSearch): HttpRequest {
  return {
    method: request.method,
    url: redactText(request.url, secrets),
    headers: keptFields(request.headers, REQUEST_FIELDS, secrets),
    body: redactBody(request.body, undefined, secrets).body,
  };
}

function redactResponse(response: HttpResponse, secrets: SecretSearch): HttpResponse {
  const redacted = redactBody(response.body, response.chunks, secrets);
  return {
    ...response,
    ...redacted,
    headers: [
      ...withLength(keptFields(response.headers, RESPONSE_FIELDS, secrets), response.body, redacted.body),
      ...leakingFields(response.headers, secrets),
    ],
  };
}

/**
 * The kept request headers: they describe the content and the client. All others are removed: credentials, cookies,
 * names of organizations.
 */
const REQUEST_FIELDS =
  /^(?:accept|accept-encoding|accept-language|anthropic-beta|anthropic-version|content-encoding|content-type|http-referer|idempotency-key|openai-beta|traceparent|user-agent|x-title)$/u;

/**
 * The kept response headers: those that checks read, that providers ask for in fault reports, and that describe the
 * delivery. All others are removed, such as cookies, names of accounts and organizations, and unknown headers.
 */
const RESPONSE_FIELDS = new RegExp(
  `^(?:${[
    'age|alt-svc|cache-control|connection|content-encoding|content-language|content-length|content-type|date|keep-alive',
    'location|retry-after|retry-after-ms|server|server-timing|trailer|transfer-encoding|vary|via|www-authenticate',
    'cf-cache-status|cf-ray|request-id|x-request-id|x-generation-id|x-should-retry|x-served-by|apim-request-id',
    'x-amzn-errortype|x-amzn-requestid',
    'openai-processing-ms|openai-version|openai-model|x-envoy-upstream-service-time|x-accel-buffering|x-groq-region',
    '(?:anthropic-|x-)?ratelimit-[a-z-]+',
  ].join('|')})$`,
  'u',
);

function keptFields(fields: HeaderFields, allowed: RegExp, secrets: SecretSearch): HeaderFields {
  return fields
    .filter(([name]) => allowed.test(name.toLowerCase()))
    .map(([name, values]) => [name, values.map((value) => redactText(value, secrets))]);
}

/** Returns removed fields that contained a credential, as proof. Their values are only the redactions. */
function leakingFields(fields: HeaderFields, secrets: SecretSearch): HeaderFields {
  return fields
    .filter(([name]) => !RESPONSE_FIELDS.test(name.toLowerCase()))
    .flatMap(([name, values]) => {
      const redactions = [name, ...values].flatMap((text) => redactionsIn(text, secrets));
      return redactions.length === 0 ? [] : [[redactText(name, secrets), redactions] as const];
    });
}

function redactionsIn(text: string, secrets: SecretSearch): string[] {
  return secrets.find(toByteText(text), true).map(({ secret }) => redactionOf(secret));
}
