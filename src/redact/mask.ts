/**
 * Masks credentials in recordings that this suite did not make. Their credentials are unknown, so everything that looks
 * like a credential is masked.
 */
import type { Exchange, HeaderFields, HttpRequest, HttpResponse } from '../evidence/exchange.ts';
import { byteText } from '../text/bytes.ts';
import { redactBody, redactText } from './body.ts';
import { gunzipped } from './gzip.ts';
import { unescapeJson } from './json-escapes.ts';
import { withLength } from './length.ts';
import { credentialsInBase64, credentialsInText, sideBySide } from './looks.ts';
import { fromByteText, SecretSearch } from './search.ts';
import { redactionOf, type Secret, SHORTEST } from './secret.ts';
import { visitStrings } from './strings.ts';

/** Removes the credentials of some exchanges from output. */
export interface Mask {
  /** The found credentials. */
  readonly values: ReadonlySet<string>;
  exchange(exchange: Exchange): Exchange;
  /** Masks text about an exchange, such as a finding. */
  text(text: string): string;
}

/** Names of header fields whose value is a credential or identifies an account. */
const SECRET_FIELD =
  /authoriz|authent|auth(?:-|$)|cookie|credential|key|password|secret|session|signature|token|organization|project|account/iu;
/** Names of header fields that match {@link SECRET_FIELD} but reveal nothing. */
const HARMLESS_FIELD =
  /ratelimit|^idempotency-key$|^www-authenticate$|^x-should-retry$|^access-control-|^sec-|tokens?-(?:remaining|limit|reset)/iu;

/** Returns the distinct values in additional headers and body fields that look like credentials and are long enough. */
export function credentialsCarried(headers: Readonly<Record<string, string>>, body: string): Secret[] {
  const fields = Object.entries(headers).map(([name, value]) => [name, [value]] as const);
  const found = [...inFields(fields), ...inText(body)].filter(isLongEnough);
  return [...new Map(found.map((secret) => [secret.value, secret])).values()];
}

/** Returns the mask for everything that looks like a credential in the exchanges' headers, URLs and bodies. */
export function maskOf(exchanges: Iterable<Exchange>): Mask {
  const found = new Map<string, Secret>();
  for (const exchange of exchanges) {
    for (const { name, value } of credentialsIn(exchange)) {
      if (!found.has(value)) found.set(value, { name, value, isGuess: true });
    }
  }
  // This is the usual case, and preparing a search takes longer than judging a short conversation.
  if (found.size === 0) return NOTHING_MASKED;
  const secrets = [...found.values()]
    .flatMap((secret) => [secret, ...onOneLine(secret)])
    .filter(isLongEnough)
    .toSorted((left, right) => right.value.length - left.value.length);
  const search = new SecretSearch(secrets);
  return {
    values: new Set(found.keys()),
    exchange: (exchange) => maskExchange(exchange, search),
    text: (text) => (search.isEmpty ? text : maskCuts(redactText(text, search), secrets)),
  };
}

const NOTHING_MASKED: Mask = { values: new Set(), exchange: (exchange) => exchange, text: (text) => text };

/** Returns everything that looks like a credential in an exchange. */
function credentialsIn({ request, response, failure }: Exchange): Secret[] {
  return [
    ...inFields(request.headers),
    ...inText(request.url),
    ...inQuery(request.url),
    ...inBody(request.body),
    ...(response === null ? [] : [...inFields(response.headers), ...inBody(response.body)]),
    ...(failure === undefined ? [] : inText(failure)),
  ];
}

/** Returns the one-line form of a credential with several lines, as messages show it. */
function onOneLine(secret: Secret): Secret[] {
  const value = secret.value.replaceAll(/\s+/gu, ' ');
  return value === secret.value ? [] : [{ ...secret, value }];
}

function isLongEnough(secret: Secret): boolean {
  return secret.value.length >= SHORTEST && !redactionOf(secret).includes(secret.value);
}

function inText(text: string): Secret[] {
  return [...credentialsInText(text), ...credentialsInBase64(text)].filter(({ value }) => !isRedacted(value));
}

/** Returns true when the value is a recorder's placeholder for a credential. */
function isRedacted(value: string): boolean {
  return /redacted|masked|filtered|scrubbed|\*{4}|x{6}|^<[^>]*>$|^\W*$|^(.)\1*$/iu.test(value);
}

function inFields(fields: HeaderFields): Secret[] {
  const named = fields.flatMap(([name, values]) =>
    isSecretField(name) ? values.flatMap((value) => partsOf(name, value)) : [],
  );
  return [...named, ...inText(sideBySide(fields.flatMap(([, values]) => values)))];
}

function isSecretField(name: string): boolean {
  return SECRET_FIELD.test(name) && !HARMLESS_FIELD.test(name);
}

/** Returns the secret parts of a field's value, without the scheme, and without the names of cookies. */
function partsOf(name: string, value: string): Secret[] {
  const label = name
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/gu, '_')
    .replace(/^(?=\d)/u, '_');
  const parts = /cookie/iu.test(name)
    ? value
        .split(';')
        .slice(0, /^set-/iu.test(name) ? 1 : undefined)
        .map((cookie) => cookie.slice(cookie.indexOf('=') + 1))
    : [value.replace(/^\s*[A-Za-z][\w-]*\s+(?=\S)/u, '')];
  return parts
    .map((part) => ({ name: label, value: part.trim() }))
    .filter((secret) => secret.value !== '' && !isRedacted(secret.value));
}

/** Returns true when the URL parameter contains a credential. */
export function isSecretParameter(name: string): boolean {
  return SECRET_PARAMETER.test(name);
}

const SECRET_PARAMETER =
  /^(?:key|sig|code)$|auth|credential|[-_]key|apikey|password|secret|signature|token/iu;

function inQuery(url: string): Secret[] {
  const [, query = ''] = /\?([^#]*)/u.exec(url) ?? [];
  return [...new URLSearchParams(query)].flatMap(([name, value]) =>
    isSecretParameter(name) && value.length >= SHORTEST && !isRedacted(value)
      ? { name: 'QUERY_KEY', value }
      : [],
  );
}

/** The maximum length, in characters, to which texts that arrive in pieces are joined. */
const MOST_JOINED = 4 * 1024 * 1024;

/** Searches a body as a client reads it: unescaped, and for a stream also with the pieces joined. */
function inBody(body: Uint8Array): Secret[] {
  const inside = gunzipped(body);
  if (inside !== null) return inBody(inside);
  const text = byteText(body);
  const read = /^\s*[{["]/u.test(text) ? [unescapeJson(text)] : [text, sideBySide(joinedStrings(text))];
  return read
    .flatMap(withoutInnerEscapes)
    .flatMap(inText)
    .map(({ name, value }) => ({ name, value: fromByteText(value) }));
}

/** Unescapes private keys further, because each level of JSON inside JSON escapes their line breaks once more. */
function withoutInnerEscapes(text: string): string[] {
  if (!text.includes('PRIVATE KEY-')) return [text];
  const once = unescapeJson(text);
  return [text, once, unescapeJson(once)];
}

function joinedStrings(text: string): Iterable<string> {
  const joined = new Map<string, string>();
  const alone: string[] = [];
  // Strings with escapes are also searched alone, because a credential may look longer when it is joined with other
  // text. Strings without escapes are already searched as part of the whole body.
  const addAlone = (source: string) => {
    if (source.includes('\\')) alone.push(unescapeJson(source));
  };
  visitStrings(text, {
    json() {},
    string(start, end, escaped, path, element) {
      const source = text.slice(start, end);
      if (escaped) addAlone(source);
      const key = `${path}\n${element}`;
      const before = joined.get(key) ?? '';
      if (before.length < MOST_JOINED) joined.set(key, before + (escaped ? unescapeJson(source) : source));
    },
    name(start, end) {
      addAlone(text.slice(start, end));
    },
    bare() {},
  });
  return [...joined.values(), ...alone];
}

function maskExchange({ request, response, failure, ...rest }: Exchange, search: SecretSearch): Exchange {
  return {
    ...rest,
    request: maskRequest(request, search),
    response: response && maskResponse(response, search),
    ...(failure !== undefined && { failure: redactText(failure, search) }),
  };
}

function maskRequest(request: HttpRequest, search: SecretSearch): HttpRequest {
  return {
    ...request,
    url: redactText(request.url, search),
    headers: maskFields(request.headers, search),
    body: redactBody(request.body, undefined, search).body,
  };
}

function maskResponse(response: HttpResponse, search: SecretSearch): HttpResponse {
  const { body, ...chunks } = redactBody(response.body, response.chunks, search);
  return {
    ...response,
    ...chunks,
    body,
    headers: withLength(maskFields(response.headers, search), response.body, body),
  };
}

/** Masks fields. A secret field is masked even if its value is too short to be searched for elsewhere. */
function maskFields(fields: HeaderFields, search: SecretSearch): HeaderFields {
  return fields.map(([name, values]) => [
    name,
    values.map((value) => {
      const masked = redactText(value, search);
      const [first] = isSecretField(name) ? partsOf(name, value) : [];
      return masked === value && first !== undefined ? redactionOf({ ...first, isGuess: true }) : masked;
    }),
  ]);
}

/** Masks the parts of a credential that was cut when a long text was shortened in the middle. */
function maskCuts(text: string, secrets: readonly Secret[]): string {
  const cut = text.indexOf(CUT);
  if (cut < 0) return text;
  let [before, after] = [text.slice(0, cut), text.slice(cut + CUT.length)];
  for (const secret of secrets) {
    const values = writtenIn(secret.value);
    const start = longestPart(values, (value, length) => before.endsWith(value.slice(0, length)));
    if (start > 0) before = `${before.slice(0, -start)}${redactionOf(secret)}`;
    const end = longestPart(values, (value, length) => after.startsWith(value.slice(-length)));
    if (end > 0) after = `${redactionOf(secret)}${after.slice(end)}`;
  }
  return `${before}${CUT}${after}`;
}

/** Returns the value plain, in JSON, and in JSON inside JSON. */
function writtenIn(value: string): readonly string[] {
  const once = JSON.stringify(value).slice(1, -1);
  return [value, once, JSON.stringify(once).slice(1, -1)];
}

/** Returns the length of the longest part of a value that is present, or 0. */
function longestPart(values: readonly string[], isThere: (value: string, length: number) => boolean): number {
  const lengths = values.map((value) => {
    for (let length = value.length; length >= SHORTEST; length -= 1)
      if (isThere(value, length)) return length;
    return 0;
  });
  return Math.max(...lengths);
}

const CUT = '...';
