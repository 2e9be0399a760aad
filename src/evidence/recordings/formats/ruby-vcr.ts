/** VCR for Ruby (https://benoittgt.github.io/vcr), and tools with the same format: vcr for R, betamax for Python. */
import * as z from 'zod';
import type { Json } from '../../../text/json.ts';
import { listSyntax, readExchanges } from '../exchange-list.ts';
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

const interactionSchema = z.looseObject({
  request: z.looseObject({
    method: textSchema,
    uri: textSchema,
    headers: headersSchema,
    body: z.unknown().optional(),
  }),
  response: z.looseObject({ status: statusSchema, headers: headersSchema, body: z.unknown().optional() }),
});

export const rubyVcr: RecordingFormat = {
  name: 'VCR for Ruby and R',
  keeps: 'bytes',
  words: ['http_interactions', 'request', 'response', 'uri', 'status'],
  order: 30,
  looksLike: (head) => listSyntax(head, 'http_interactions') !== null,
  read(source) {
    return readExchanges(source, 'http_interactions', 'http_interactions:\n', ({ file, exchanges }) =>
      readInteractions(file, exchanges),
    );
  },
};

function readInteractions(file: RecordingFile, interactions: readonly Json[]): RecordedExchange[] {
  return interactions.map((interaction, index) => {
    const place = ['http_interactions', index];
    const { request, response } = parsePart(file, place, interactionSchema, interaction);
    const requestPlace = [...place, 'request'];
    const responsePlace = [...place, 'response'];
    const body = bodyBytes(file, [...responsePlace, 'body'], response.body);
    if (body === undefined) throw file.error([...responsePlace, 'body'], 'is no text; record it again');
    const exchange = {
      request: requestOf(file, requestPlace, {
        method: request.method,
        url: request.uri,
        headers: request.headers,
        body: bodyBytes(file, [...requestPlace, 'body'], request.body) ?? new Uint8Array(),
      }),
      response: responseOf(file, responsePlace, {
        status: response.status,
        headers: response.headers,
        body: body ?? new Uint8Array(),
      }),
    };
    return { exchange, line: file.line(place), fidelity: 'bytes' };
  });
}
