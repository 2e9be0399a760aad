/** go-vcr, format versions 2 and 1 (https://pkg.go.dev/github.com/dnaeon/go-vcr/cassette). */
import * as z from 'zod';
import { isObject, type Json } from '../../../text/json.ts';
import { keptSchema } from '../../cassette/cassette.ts';
import { parseGoDuration } from '../../cassette/go-duration.ts';
import { cassetteOf } from '../../cassette/parse.ts';
import { YamlFile } from '../../cassette/yaml-file.ts';
import { YAML_1_2 } from '../../cassette/yaml-schema.ts';
import type { Exchange } from '../../exchange.ts';
import { listSyntax, readExchanges, unknownVersion } from '../exchange-list.ts';
import {
  bodyBytes,
  headersSchema,
  parsePart,
  requestOf,
  responseOf,
  statusSchema,
  textSchema,
} from '../fields.ts';
import type { RecordingFormat } from '../format.ts';
import type { RecordedExchange, RecordingFile } from '../recorded.ts';
import type { RecordingSource } from '../source.ts';
import { exchangesByItem } from '../yaml-items.ts';

export const goVcr: RecordingFormat = {
  name: 'go-vcr',
  keeps: 'bytes',
  words: ['interactions', 'request', 'response', 'url', 'code'],
  order: 10,
  looksLike: (head) => listSyntax(head, 'interactions') !== null,
  read(source) {
    const syntax = listSyntax(source.head, 'interactions');
    if (syntax === 'empty yaml') return [];
    const isYaml = syntax === 'yaml';
    if (isYaml && /^version: *2\s*$/m.test(source.head.text)) return readVersion2(source);
    return readExchanges(source, 'interactions', 'version: 1\ninteractions:\n', (list) => {
      if (!isOfGo(list.exchanges)) return null;
      // JSON comes from a custom marshaller; there, both versions have the fields that are read here.
      if (isYaml && list.root['version'] !== 1) throw unknownVersion(list, 'go-vcr writes 1 or 2');
      return readVersion1(list.file, list.exchanges);
    });
  },
};

/** Returns true for Go's recorder, which writes `url`; Python's writes `uri`. */
function isOfGo([first]: readonly Json[]): boolean {
  return isObject(first) && isObject(first['request']) && first['request']['url'] !== undefined;
}

function readVersion2(source: RecordingSource): readonly RecordedExchange[] | null {
  const items = exchangesByItem(source, 'interactions', ABOVE, readYaml);
  if (items === 'another format') return null;
  return items ?? readYaml(source.text(), source.file, 1);
}

/** The YAML to put before an item that is read alone. */
const ABOVE = 'version: 2\ninteractions:\n';

function readYaml(text: string, file: string, line: number): RecordedExchange[] {
  return exchangesOf(new YamlFile(text, file, YAML_1_2, line), file);
}

function exchangesOf(yaml: YamlFile, file: string): RecordedExchange[] {
  return cassetteOf(yaml, file).interactions.map(({ exchange, line, extra }, index) => {
    const place = ['interactions', index];
    const { answer, request } = parsePart(
      yaml,
      [...place, 'x_kept'],
      keptSchema,
      extra.interaction['x_kept'] ?? {},
    );
    return {
      exchange: decompressed(yaml, [...place, 'response'], exchange),
      line,
      fidelity: answer,
      ...(request ? {} : { requestUnknown: true }),
    };
  });
}

/** Decompresses the bodies: if a Go client requests compression itself, its recorder gets compressed bytes. */
function decompressed(yaml: YamlFile, place: readonly PropertyKey[], exchange: Exchange): Exchange {
  const { response } = exchange;
  if (response === null) return exchange;
  const { body, cutOff } = responseOf(yaml, place, response);
  if (body === response.body) return exchange;
  const { chunks: _compressed, ...rest } = response;
  return { ...exchange, response: { ...rest, body, ...(cutOff && { cutOff }) } };
}

const interactionSchema = z.looseObject({
  request: z.looseObject({
    method: textSchema,
    url: textSchema,
    headers: headersSchema,
    body: z.unknown().optional(),
  }),
  response: z.looseObject({
    code: statusSchema,
    headers: headersSchema,
    body: z.unknown().optional(),
    duration: z.unknown().optional(),
  }),
});

function readVersion1(yaml: RecordingFile, interactions: readonly Json[]): RecordedExchange[] {
  return interactions.map((interaction, index) => {
    const place = ['interactions', index];
    const { request, response } = parsePart(yaml, place, interactionSchema, interaction);
    const body = bodyBytes(yaml, [...place, 'response', 'body'], response.body);
    if (body === undefined) throw yaml.error([...place, 'response', 'body'], 'is no text; record it again');
    const ms = parseDuration(response.duration);
    const exchange: Exchange = {
      request: requestOf(yaml, [...place, 'request'], {
        method: request.method,
        url: request.url,
        headers: request.headers,
        body: bodyBytes(yaml, [...place, 'request', 'body'], request.body) ?? new Uint8Array(),
      }),
      response: responseOf(yaml, [...place, 'response'], {
        status: response.code,
        headers: response.headers,
        body: body ?? new Uint8Array(),
      }),
      ...(ms === null ? {} : { ms }),
    };
    return { exchange, line: yaml.line(place), fidelity: 'bytes' };
  });
}

function parseDuration(duration: Json): number | null {
  return typeof duration === 'string' || typeof duration === 'number' ? parseGoDuration(duration) : null;
}
