/**
 * Nock (https://github.com/nock/nock#recording): the list that `output_objects` and nock.back write. A JSON body is kept as
 * its value, a compressed one as a list of hexadecimal pieces, any other as text, or in hexadecimal if it is not UTF-8.
 */
import { hexToBytes } from '@noble/hashes/utils.js';
import * as z from 'zod';
import type { Json } from '../../../text/json.ts';
import type { YamlPath } from '../../cassette/yaml-file.ts';
import { type HeaderFields, headerValues } from '../../exchange.ts';
import {
  type Body,
  headersSchema,
  parsedBody,
  parsePart,
  requestOf,
  responseOf,
  statusSchema,
  textSchema,
} from '../fields.ts';
import type { RecordingFormat } from '../format.ts';
import { elementsOf } from '../json-elements.ts';
import { JsonFile } from '../json-file.ts';
import type { RecordedExchange, RecordingFile } from '../recorded.ts';

/** Header fields: alternating names and values up to nock 13, a mapping in later versions. */
const rawHeadersSchema = z.union([
  z.array(textSchema).transform((fields): HeaderFields => {
    const pairs: [string, [string]][] = [];
    for (let at = 0; at + 1 < fields.length; at += 2) pairs.push([fields[at] ?? '', [fields[at + 1] ?? '']]);
    return pairs;
  }),
  headersSchema,
]);

const definitionSchema = z.looseObject({
  scope: z.string(),
  method: textSchema,
  path: z.string(),
  body: z.unknown().optional(),
  /** Present only with `enable_reqheaders_recording`. */
  reqheaders: headersSchema,
  status: statusSchema,
  response: z.unknown().optional(),
  rawHeaders: rawHeadersSchema,
  responseIsBinary: z.boolean().nullish(),
});

const piecesSchema = z.array(z.string()).min(1);

export const nock: RecordingFormat = {
  name: 'nock',
  keeps: 'bytes, or the values of parsed bodies',
  words: ['scope', 'method', 'path', 'status', 'response'],
  order: 50,
  looksLike: ({ text }) => /^\s*\[\s*\{/.test(text) && /"scope"\s*:\s*"https?:/.test(text),
  read(source) {
    const elements = source.isLong ? elementsOf(source.bytes, []) : null;
    if (elements !== null && elements.length > 0) {
      return elements.map((element, index) =>
        source.exchangeIn(element, definitionReader(index, element.line)),
      );
    }
    const file = source.json();
    if (!Array.isArray(file.root)) return null;
    return file.root.map((definition: Json, index) => readDefinition(file, [index], definition));
  },
};

/** A function of its own, because a closure would keep the whole file in memory. */
function definitionReader(index: number, line: number) {
  return (text: string, name: string) => {
    const file = new JsonFile(text, name, line);
    return readDefinition(file, [index], file.root);
  };
}

function readDefinition(file: RecordingFile, place: YamlPath, definition: Json): RecordedExchange {
  const read = parsePart(file, place, definitionSchema, definition);
  const responsePlace = [...place, 'response'];
  const received = readBody(file, responsePlace, read.response, {
    isEncoded: headerValues(read.rawHeaders, 'content-encoding') !== undefined,
    isBinary: read.responseIsBinary === true,
  });
  const sent = readBody(file, [...place, 'body'], read.body, { isEncoded: false, isBinary: false });
  const exchange = {
    request: requestOf(file, place, {
      method: read.method,
      // Nock also writes default ports.
      url: `${read.scope.replace(/(?<=^https:.*):443$|(?<=^http:.*):80$/u, '')}${read.path}`,
      headers: read.reqheaders,
      body: sent.bytes,
    }),
    response: responseOf(file, responsePlace, {
      status: read.status,
      headers: read.rawHeaders,
      body: received.bytes,
    }),
  };
  return { exchange, line: file.line(place), fidelity: received.fidelity };
}

function readBody(
  file: RecordingFile,
  place: YamlPath,
  body: Json,
  { isEncoded, isBinary }: { readonly isEncoded: boolean; readonly isBinary: boolean },
): Body {
  if (body === undefined) return { bytes: new Uint8Array(), fidelity: 'bytes' };
  const pieces = piecesSchema.safeParse(body);
  if (isEncoded && pieces.success)
    return { bytes: hexadecimal(file, place, pieces.data.join('')), fidelity: 'bytes' };
  if (typeof body !== 'string') return parsedBody(body);
  return {
    bytes: isBinary ? hexadecimal(file, place, body) : file.bytes(place, body),
    fidelity: 'bytes',
  };
}

/** Decodes hexadecimal. @throws {CassetteError} when the text is not hexadecimal. */
function hexadecimal(file: RecordingFile, place: YamlPath, text: string): Uint8Array {
  try {
    return hexToBytes(text);
  } catch {
    throw file.error(place, 'holds no whole hexadecimal text; restore the file, or record it again');
  }
}
