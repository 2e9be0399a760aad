/**
 * The recordings of Llama Stack's tests (https://github.com/llamastack/llama-stack): a file for each call of a client, with
 * its answer as the SDK returned it. The SDK adds and omits members, and the recorder normalises ids and times, so only the
 * messages are reliable.
 */
import * as z from 'zod';
import { isObject, type Json } from '../../../text/json.ts';
import { type Body, parsedBody, parsePart, requestOf, responseOf, statusSchema } from '../fields.ts';
import type { RecordingFormat } from '../format.ts';
import type { JsonFile } from '../json-file.ts';
import { parsedEvents } from '../parsed-body.ts';
import type { RecordedExchange } from '../recorded.ts';

const fileSchema = z.looseObject({
  request: z.looseObject({
    method: z.string(),
    url: z.string(),
    body: z.unknown().optional(),
    payload: z.unknown().optional(),
  }),
  response: z.looseObject({
    status: statusSchema.optional(),
    body: z.unknown().optional(),
    exception_message: z.string().optional(),
  }),
});

export const llamaStack: RecordingFormat = {
  name: 'Llama Stack',
  keeps: 'messages',
  words: ['test_id', 'request', 'response', 'is_streaming'],
  order: 70,
  looksLike: ({ text }) =>
    /^\s*\{\s*"(?:test_id|request)"\s*:/u.test(text) && /"(?:test_id|__type__|is_streaming)"\s*:/u.test(text),
  read(source) {
    const file = source.json();
    const { root } = file;
    if (!isObject(root) || !isObject(root['request']) || !isObject(root['response'])) return null;
    return [readFile(file)];
  },
};

function readFile(file: JsonFile): RecordedExchange {
  const { request, response } = parsePart(file, [], fileSchema, file.root);
  const { bytes, fidelity } = answerOf(response.body);
  const { exception_message: failure } = response;
  const exchange = {
    request: requestOf(file, ['request'], {
      method: request.method,
      url: request.url,
      headers: [],
      body: parsedBody(request.body ?? request.payload ?? null).bytes,
    }),
    ...(failure === undefined
      ? {
          response: responseOf(file, ['response'], {
            status: response.status ?? 200,
            headers: [],
            body: bytes,
          }),
        }
      : { response: null, failure }),
  };
  return { exchange, line: null, fidelity };
}

function answerOf(body: Json): Body {
  const read = Array.isArray(body) ? parsedEvents(body.map(dataOf)) : parsedBody(dataOf(body));
  return { ...read, fidelity: 'messages' };
}

/** The value without the name of the SDK's class around it. */
function dataOf(part: Json): Json {
  return isObject(part) && typeof part['__type__'] === 'string' ? part['__data__'] : part;
}
