/** Settings of an answer: how they are written into a request, and how they are read from one. Pure. */

import type { Setting } from '../dialects/carries.ts';
import type { AnyDialect } from '../dialects/catalogue.ts';
import type { HeaderFields, HttpRequest } from '../evidence/exchange.ts';
import { headerValues } from '../evidence/exchange.ts';
import type { Extension } from '../judge/check.ts';
import { isObject, type Json, type JsonObject } from '../text/json.ts';

/** The settings of each thing. */
export const STEERING: Readonly<Record<string, readonly Setting[]>> = {
  sampling: ['temperature', 'top-p', 'top-k', 'presence-penalty', 'frequency-penalty'],
  stop: ['stop'],
  seed: ['seed'],
  user: ['user'],
  metadata: ['metadata'],
};

/** The test values; none of them changes the answers of the reference provider. */
const GIVEN: Readonly<Record<Setting, Json>> = {
  temperature: 0.5,
  'top-p': 0.9,
  'top-k': 40,
  'presence-penalty': 0.25,
  'frequency-penalty': 0.25,
  stop: ['THE END OF ALL'],
  seed: 7,
  user: 'user-1',
  metadata: { purpose: 'conformance' },
};

const GIVEN_HEADERS: Readonly<Record<string, string>> = {
  'anthropic-beta': 'fine-grained-tool-streaming-2025-05-14',
  'openai-beta': 'assistants=v2',
  'http-referer': 'https://example.com/',
  'x-title': 'conformance',
};

/** Headers that identify a request, in any dialect: in a trace, and when it is retried. */
const GIVEN_MARKS = {
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  'idempotency-key': 'toolcall-conformance-1',
} as const;

/** Fields of the body, and header fields. */
export interface Steered {
  readonly body: JsonObject;
  readonly headers: Readonly<Record<string, string>>;
}

/** @param wanted the settings to write, if the dialect has them */
export function steeredBy(
  dialect: AnyDialect,
  extension: Extension | null,
  wanted: readonly Setting[],
): Steered {
  const { settings, headers } = dialect.carries(extension);
  const body = wanted.reduce<JsonObject>((json, setting) => {
    const [path] = settings[setting] ?? [];
    return path === undefined ? json : withMember(json, path.split('.'), GIVEN[setting]);
  }, {});
  const given = headers.flatMap((name) => {
    const value = GIVEN_HEADERS[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { body, headers: { ...GIVEN_MARKS, ...Object.fromEntries(given) } };
}

function withMember(json: JsonObject, [name = '', ...rest]: readonly string[], value: Json): JsonObject {
  const within = json[name];
  return {
    ...json,
    [name]: rest.length === 0 ? value : withMember(isObject(within) ? within : {}, rest, value),
  };
}

/** Returns the values of these settings in a request; stop texts are always a list. */
export function settingsIn(
  json: Json,
  paths: Readonly<Partial<Record<Setting, readonly string[]>>>,
  wanted: readonly Setting[],
): { readonly key: Setting; readonly value: Json }[] {
  return wanted.flatMap((key) => {
    const values = (paths[key] ?? []).map((path) => memberAt(json, path.split('.')));
    const value = values.find((each) => each !== undefined && each !== null);
    if (value === undefined || isEmpty(value)) return [];
    return [{ key, value: key === 'stop' ? [value].flat() : value }];
  });
}

function memberAt(json: Json, [name, ...rest]: readonly string[]): Json {
  if (name === undefined) return json;
  return isObject(json) ? memberAt(json[name], rest) : undefined;
}

function isEmpty(value: Json): boolean {
  return (Array.isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);
}

/** Returns each value of these header fields as one item, because the fields are lists. */
export function askingHeaders(
  { headers }: Pick<HttpRequest, 'headers'>,
  names: readonly string[],
): { readonly key: string; readonly value: string }[] {
  return names.flatMap((name) => listed(headers, name).map((value) => ({ key: `${name}: ${value}`, value })));
}

/**
 * Returns the identifying headers of a request. Of a trace only its id is compared, because a gateway may add its own
 * span (W3C Trace Context, section 3.4).
 */
export function marksOf({
  headers,
}: Pick<HttpRequest, 'headers'>): { readonly key: string; readonly value: string }[] {
  const [trace] = headerValues(headers, 'traceparent') ?? [];
  const [once] = headerValues(headers, 'idempotency-key') ?? [];
  return [
    ...(trace === undefined ? [] : [{ key: 'trace', value: trace.split('-')[1] ?? trace }]),
    ...(once === undefined ? [] : [{ key: 'idempotency key', value: once }]),
  ];
}

function listed(fields: HeaderFields, name: string): string[] {
  return (headerValues(fields, name) ?? [])
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');
}
