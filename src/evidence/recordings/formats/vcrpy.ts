/**
 * VCR.py, format version 1 (https://vcrpy.readthedocs.io), in YAML or JSON. Also reads `parsed_body` of serializers that keep
 * JSON readable, the fields of its first httpx stub (`content`, `status_code`), and bodies with a type (`type`, `json` or
 * `text`, and `content`).
 */
import * as z from 'zod';
import { isObject, type Json } from '../../../text/json.ts';
import type { YamlPath } from '../../cassette/yaml-file.ts';
import { listSyntax, readExchanges, unknownVersion } from '../exchange-list.ts';
import {
  type Body,
  bodyBytes,
  headersSchema,
  parsedBody,
  parsePart,
  requestOf,
  responseOf,
  statusSchema,
  textSchema,
} from '../fields.ts';
import type { RecordingFormat } from '../format.ts';
import type { RecordedExchange, RecordingFile } from '../recorded.ts';

const interactionSchema = z.looseObject({
  request: z.looseObject({
    method: textSchema,
    uri: textSchema,
    headers: headersSchema,
    body: z.unknown().optional(),
    parsed_body: z.unknown().optional(),
  }),
  response: z.looseObject({
    status: statusSchema.optional(),
    status_code: statusSchema.optional(),
    headers: headersSchema,
    body: z.unknown().optional(),
    content: z.unknown().optional(),
    parsed_body: z.unknown().optional(),
  }),
});

export const vcrpy: RecordingFormat = {
  name: 'VCR.py',
  keeps: 'bytes, or the values of parsed bodies',
  words: ['interactions', 'request', 'response', 'uri', 'status'],
  order: 20,
  looksLike: (head) => listSyntax(head, 'interactions') !== null,
  read(source) {
    const isJson = listSyntax(source.head, 'interactions') === 'json';
    return readExchanges(source, 'interactions', 'version: 1\ninteractions:\n', (list) => {
      const [first] = list.exchanges;
      if (!isJson && (!isObject(first) || first['request'] === undefined)) return null;
      if (!isJson && list.root['version'] !== 1) throw unknownVersion(list, 'VCR.py writes 1');
      return readInteractions(list.file, list.exchanges);
    });
  },
};

function readInteractions(file: RecordingFile, interactions: readonly Json[]): RecordedExchange[] {
  return interactions.map((interaction, index) => {
    const place = ['interactions', index];
    const { request, response } = parsePart(file, place, interactionSchema, interaction);
    const status = response.status ?? response.status_code;
    const requestPlace = [...place, 'request'];
    const responsePlace = [...place, 'response'];
    if (status === undefined) {
      throw file.error([...responsePlace, 'status'], 'is missing; restore the file, or record it again');
    }
    const sent = readBody(file, requestPlace, request.body, request.parsed_body);
    const received = readBody(file, responsePlace, response.body ?? response.content, response.parsed_body);
    if (received === undefined) {
      throw file.error([...responsePlace, 'body'], 'is neither text nor bytes; record it again');
    }
    const exchange = {
      request: requestOf(file, requestPlace, {
        method: request.method,
        url: request.uri,
        headers: request.headers,
        // VCR.py pickles some bodies, such as uploads; these are not requests to a model.
        body: sent?.bytes ?? new Uint8Array(),
      }),
      response: responseOf(file, responsePlace, { status, headers: response.headers, body: received.bytes }),
    };
    return { exchange, line: file.line(place), fidelity: received.fidelity };
  });
}

function readBody(file: RecordingFile, place: YamlPath, body: Json, parsed: Json): Body | undefined {
  if (isObject(body) && body['type'] === 'json') return parsedBody(body['content']);
  if (isObject(body) && body['type'] === 'text') return readBody(file, place, body['content'], undefined);
  const bytes = bodyBytes(file, [...place, 'body'], body);
  if (bytes instanceof Uint8Array && bytes.length > 0) return { bytes, fidelity: 'bytes' };
  if (parsed !== undefined && parsed !== null) return parsedBody(parsed);
  return bytes === undefined ? undefined : { bytes: bytes ?? new Uint8Array(), fidelity: 'bytes' };
}
