/** The cassettes of msw-snapshot for MSW 2 (https://www.npmjs.com/package/msw-snapshot): a file for each exchange. */
import * as z from 'zod';
import { isObject } from '../../../text/json.ts';
import type { HeaderFields } from '../../exchange.ts';
import { REPLACEMENT } from '../../sse/ill-formed.ts';
import { parsePart, requestOf, responseOf, statusSchema } from '../fields.ts';
import type { RecordingFormat } from '../format.ts';
import type { JsonFile } from '../json-file.ts';
import type { RecordedExchange } from '../recorded.ts';

const headersSchema = z
  .array(z.tuple([z.string(), z.string()]))
  .transform((pairs): HeaderFields => pairs.map(([name, value]) => [name, [value]]));

const fileSchema = z.looseObject({
  request: z.looseObject({ method: z.string(), url: z.string(), body: z.string(), headers: headersSchema }),
  response: z.looseObject({ status: statusSchema, body: z.string(), headers: headersSchema }),
});

export const mswSnapshot: RecordingFormat = {
  name: 'msw-snapshot',
  keeps: 'bytes; values where a body is no UTF-8',
  words: ['request', 'response', 'method', 'headers', 'cookies', 'statusText'],
  order: 80,
  looksLike: ({ text }) =>
    /^\s*\{\s*"request"\s*:\s*\{\s*"method"/u.test(text) && /"headers"\s*:\s*\[\s*\[/u.test(text),
  read(source) {
    const file = source.json();
    if (!isObject(file.root) || !isObject(file.root['response'])) return null;
    return [readFile(file)];
  },
};

function readFile(file: JsonFile): RecordedExchange {
  const { request, response } = parsePart(file, [], fileSchema, file.root);
  const { status, headers } = response;
  const exchange = {
    request: requestOf(file, ['request'], {
      method: request.method,
      url: request.url,
      headers: request.headers,
      body: file.bytes(['request', 'body'], request.body),
    }),
    response: responseOf(file, ['response'], {
      status,
      headers,
      body: file.bytes(['response', 'body'], response.body),
    }),
  };
  // The recorder reads bodies as text, so invalid UTF-8 is lost.
  return { exchange, line: null, fidelity: response.body.includes(REPLACEMENT) ? 'values' : 'bytes' };
}
