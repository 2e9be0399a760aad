/**
 * The mappings of WireMock (https://wiremock.org/docs/record-playback), alone or in a list under `mappings`. The matcher of a
 * request is read as the request; the host is not kept. A body may be in its own file, below the folder `__files` beside
 * that of the mappings.
 */
import * as z from 'zod';
import { isObject, type Json } from '../../../text/json.ts';
import { show } from '../../../text/json-text.ts';
import { decodeFile } from '../../cassette/parse.ts';
import type { YamlPath } from '../../cassette/yaml-file.ts';
import {
  type Body,
  base64,
  headersSchema,
  parsedBody,
  parsePart,
  requestOf,
  responseOf,
  statusSchema,
} from '../fields.ts';
import type { RecordingFormat } from '../format.ts';
import { elementsOf } from '../json-elements.ts';
import { JsonFile } from '../json-file.ts';
import type { RecordedExchange } from '../recorded.ts';
import type { FilePart, FilesBeside, RecordingSource } from '../source.ts';

const patternSchema = z.looseObject({
  equalToJson: z.unknown().optional(),
  equalTo: z.string().optional(),
  binaryEqualTo: z.string().optional(),
});

const mappingSchema = z.looseObject({
  insertionIndex: z.number().optional(),
  request: z.looseObject({
    method: z.string().default('ANY'),
    url: z.string().optional(),
    urlPath: z.string().optional(),
    bodyPatterns: z.array(patternSchema).default([]),
  }),
  response: z.looseObject({
    status: statusSchema.default(200),
    headers: headersSchema,
    body: z.string().optional(),
    jsonBody: z.unknown().optional(),
    base64Body: z.string().optional(),
    bodyFileName: z.string().optional(),
  }),
});

const TELLING =
  /"(?:bodyPatterns|urlPath|urlPathPattern|urlPattern|insertionIndex|bodyFileName|jsonBody|base64Body|persistent)"\s*:/u;

export const wiremock: RecordingFormat = {
  name: 'WireMock',
  keeps: 'bytes, or the values of parsed bodies; no host',
  words: ['request', 'response', 'method', 'bodyPatterns', 'status'],
  order: 90,
  looksLike: ({ text }) => /^\s*\{/u.test(text) && /"request"\s*:\s*\{/u.test(text) && TELLING.test(text),
  read(source) {
    const elements = source.isLong ? elementsOf(source.bytes, ['mappings']) : null;
    if (elements !== null && elements.length > 0) return inOrder(elements.map(mappingIn(source)));
    const file = source.json();
    const read = (place: YamlPath, mapping: Json) =>
      readMapping({ file, beside: source.beside }, place, mapping);
    const { root } = file;
    if (!isObject(root)) return null;
    const { mappings } = root;
    if (Array.isArray(mappings)) return inOrder(mappings.map((each, at) => read(['mappings', at], each)));
    return isObject(root['request']) && isObject(root['response']) ? [read([], root).recorded] : null;
  },
};

/** Reads a mapping of a long file. It is read twice, the first time only for its position. */
function mappingIn(source: RecordingSource) {
  const { beside, bytes, file: name } = source;
  return (element: FilePart): Mapping => {
    const { line } = element;
    const whole: Json = JSON.parse(decodeFile(bytes.subarray(element.start, element.end), name, line));
    const index = isObject(whole) ? whole['insertionIndex'] : undefined;
    return {
      recorded: source.exchangeIn(element, mappingReader(beside, line)),
      index: typeof index === 'number' ? index : undefined,
    };
  };
}

/** A function of its own, because a closure would keep the whole file in memory. */
function mappingReader(beside: FilesBeside, line: number) {
  return (text: string, name: string): RecordedExchange => {
    const file = new JsonFile(text, name, line);
    return readMapping({ file, beside }, ['mappings'], file.root).recorded;
  };
}

interface Source extends Pick<RecordingSource, 'beside'> {
  readonly file: JsonFile;
}

interface Mapping {
  readonly recorded: RecordedExchange;
  readonly index: number | undefined;
}

/** The exchanges in order. WireMock lists the latest mapping first, and numbers them. */
function inOrder(mappings: readonly Mapping[]): RecordedExchange[] {
  return mappings
    .toSorted((left, right) => (left.index ?? 0) - (right.index ?? 0))
    .map(({ recorded }) => recorded);
}

function readMapping(source: Source, place: YamlPath, mapping: Json): Mapping {
  const { file } = source;
  const { request, response, insertionIndex } = parsePart(file, place, mappingSchema, mapping);
  const sent = sentBody(file, [...place, 'request', 'bodyPatterns'], request.bodyPatterns);
  const { bytes, fidelity } = receivedBody(source, [...place, 'response'], response);
  const exchange = {
    request: requestOf(file, [...place, 'request'], {
      method: request.method === 'ANY' ? 'POST' : request.method,
      url: request.url ?? request.urlPath ?? '',
      headers: [],
      body: sent ?? new Uint8Array(),
    }),
    response: responseOf(file, [...place, 'response'], {
      status: response.status,
      headers: response.headers,
      body: bytes,
    }),
  };
  const line = file.line(place);
  return {
    recorded: { exchange, line, fidelity, ...(sent === null ? { requestUnknown: true } : {}) },
    index: insertionIndex,
  };
}

/** The body of the request; null if the mapping does not contain the whole body. */
function sentBody(
  file: JsonFile,
  place: YamlPath,
  patterns: readonly z.infer<typeof patternSchema>[],
): Uint8Array | null {
  for (const [at, { equalToJson, equalTo, binaryEqualTo }] of patterns.entries()) {
    const text = equalTo ?? equalToJson;
    if (typeof text === 'string') return file.bytes([...place, at], text);
    if (text !== undefined) return parsedBody(text).bytes;
    if (binaryEqualTo !== undefined) return base64(file, [...place, at, 'binaryEqualTo'], binaryEqualTo);
  }
  return null;
}

function receivedBody(
  { file, beside }: Source,
  place: YamlPath,
  { body, jsonBody, base64Body, bodyFileName }: z.infer<typeof mappingSchema>['response'],
): Body {
  if (base64Body !== undefined)
    return { bytes: base64(file, [...place, 'base64Body'], base64Body), fidelity: 'bytes' };
  if (jsonBody !== undefined) return parsedBody(jsonBody);
  if (body === undefined && bodyFileName !== undefined) {
    const folders = LEADS_AWAY.test(bodyFileName) ? [] : ABOVE;
    const found = folders.map((folder) => beside(`${folder}__files/${bodyFileName}`));
    const bytes = found.find((each) => each !== null);
    if (bytes !== undefined) return { bytes, fidelity: 'bytes' };
    const problem = `names ${show(bodyFileName)}, which is not in __files; put it there, or record it again`;
    throw file.error([...place, 'bodyFileName'], problem);
  }
  return { bytes: file.bytes([...place, 'body'], body ?? ''), fidelity: 'bytes' };
}

/** The possible paths from a mapping to the folder with `__files`, because mappings may be in subfolders. */
const ABOVE = ['../', '', '../../', '../../../'];

const LEADS_AWAY = /(?:^|[\\/])\.\.(?:[\\/]|$)/u;
