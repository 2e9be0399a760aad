/** go-vcr, format versions 2 and 1 (https://pkg.go.dev/github.com/dnaeon/go-vcr/cassette). */
import { z } from 'zod';
import type { Json } from '../../text/json.ts';
import { parseGoDuration } from '../cassette/go-duration.ts';
import { cassetteOf } from '../cassette/read.ts';
import type { YamlFile } from '../cassette/yaml-file.ts';
import type { Exchange } from '../exchange.ts';
import {
  bodyBytes,
  headersSchema,
  parsePart,
  requestOf,
  responseOf,
  statusSchema,
  textSchema,
} from './fields.ts';
import type { RecordedExchange } from './recorded.ts';

/** @throws {CassetteError} */
export function readGoVcr2(yaml: YamlFile, file: string): RecordedExchange[] {
  return cassetteOf(yaml, file).interactions.map(({ exchange, line }, index) => ({
    exchange: decompressed(yaml, ['interactions', index, 'response'], exchange),
    line,
    remade: false,
  }));
}

/** A Go client that asks for compression itself gets compressed bytes, and so does its recorder. */
function decompressed(yaml: YamlFile, place: readonly PropertyKey[], exchange: Exchange): Exchange {
  const { response } = exchange;
  if (response === null) return exchange;
  const { body } = responseOf(yaml, place, response);
  if (body === response.body) return exchange;
  const { chunks: _compressed, ...rest } = response;
  return { ...exchange, response: { ...rest, body } };
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

/** @throws {CassetteError} */
export function readGoVcr1(yaml: YamlFile, interactions: readonly Json[]): RecordedExchange[] {
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
    return { exchange, line: yaml.line(place), remade: false };
  });
}

function parseDuration(duration: Json): number | null {
  return typeof duration === 'string' || typeof duration === 'number' ? parseGoDuration(duration) : null;
}
