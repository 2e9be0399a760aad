/**
 * Takes credentials out of what is about to be written down: cassettes, and through {@link Redactor.text} whatever
 * else a run writes.
 */
import type { Exchange, HeaderFields, HttpRequest, HttpResponse } from '../evidence/exchange.ts';
import { redactBody, redactPlain } from './body.ts';
import { withLength } from './length.ts';
import { fromByteText, SecretSearch, toByteText } from './search.ts';
import { checkSecrets, redactionOf, type Secret } from './secret.ts';

/** Knows the secrets of a run, in every way in which they may be written. Make one for a run: it is not cheap. */
export interface Redactor {
  exchange(exchange: Exchange): Exchange;
  /** A line for a log, a message of an error, a URL. */
  text(text: string): string;
}

/**
 * The exchange without the secrets, and with the header fields alone that are known to be harmless. A redaction
 * (`[REDACTED:OPENROUTER_API_KEY]`) says what stood there. What was JSON is JSON, events are the same in number, and
 * the chunks add up to the body. In the response, a redaction proves that the credential came back: nothing else puts
 * one there.
 *
 * @throws {SuiteError} when a secret is too short to be told from ordinary text.
 */
export function redactExchange(exchange: Exchange, secrets: readonly Secret[]): Exchange {
  return createRedactor(secrets).exchange(exchange);
}

/** @throws {SuiteError} when a secret is too short to be told from ordinary text. */
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

function redactText(text: string, secrets: SecretSearch): string {
  const before = toByteText(text);
  const after = redactPlain(before, secrets);
  return after === before ? text : fromByteText(after);
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

/** Says what is sent and who sends it. Everything else goes: credentials, cookies, names of organizations. */
const REQUEST_FIELDS =
  /^(?:accept|accept-encoding|accept-language|anthropic-beta|anthropic-version|content-encoding|content-type|http-referer|idempotency-key|openai-beta|traceparent|user-agent|x-title)$/u;

/**
 * What the checks read, what a provider asks for when it is told of a fault, and what says how the answer came. Everything
 * else goes: cookies, names of accounts and organizations, and whatever nobody has thought of.
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

/** Of the fields that go, those that gave a credential back stay as proof, without anything else that they held. */
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
