import { chunksOf, readStream } from '../../../src/evidence/frames/event-stream.ts';
import {
  RECEIVED,
  read,
  SENT,
  testBrokenFiles,
  testSamples,
  textOf,
  URL,
} from '../../support/recording-samples.ts';
import { testSameVerdicts } from '../../support/recording-verdicts.ts';
import { expect, test } from '../../support/test.ts';

const TYPE = 'openai.types.chat.chat_completion.ChatCompletion';

function file(
  response: object,
  request: object = { method: 'POST', url: URL, body: JSON.parse(SENT) },
): string {
  return JSON.stringify({ test_id: 'tests/x.py::test_x', request, response }, null, 2);
}

function typed(data: object) {
  return { __type__: TYPE, __data__: data };
}

testSamples(
  [
    ['a body as it was parsed', file({ status: 200, body: JSON.parse(RECEIVED), is_streaming: false }), null],
    [
      'a request with a payload',
      file({ body: JSON.parse(RECEIVED) }, { method: 'post', url: URL, payload: JSON.parse(SENT) }),
      null,
    ],
    ['what the SDK made of a body', file({ body: typed(JSON.parse(RECEIVED)) }), null],
  ],
  'messages',
);
test('chunks are events', () => {
  const [recorded] = read(file({ body: [typed({ a: 1 }), typed({ b: 2 })], is_streaming: true })) ?? [];
  expect(recorded?.fidelity).toBe('messages');
  expect(textOf(recorded?.exchange.response?.body)).toBe('data: {"a":1}\n\ndata: {"b":2}\n\n');
});

test('what the client raised is no answer', () => {
  const [recorded] = read(file({ body: null, is_exception: true, exception_message: 'timed out' })) ?? [];
  expect(recorded?.exchange).toMatchObject({ response: null, failure: 'timed out' });
});

testBrokenFiles([
  [
    'half a file',
    file({ body: 1 }).slice(0, -9),
    /^x: is not whole JSON \(.*\); restore it, or record it again$/,
  ],
  [
    'a request without its address',
    file({ body: 1 }, { method: 'POST' }),
    'x: request.url is missing; restore the file, or record it again',
  ],
]);

testSameVerdicts(
  'Llama Stack, as a parser gave it',
  (exchanges) =>
    exchanges.map(({ request: { method, url, body: asked }, response }) => {
      const body = textOf(response?.body);
      const chunks = chunksOf(readStream(Buffer.from(body)).events).map(({ json }) => json);
      const answer = body.startsWith('{') ? JSON.parse(body) : chunks;
      return file({ body: answer }, { method, url, body: JSON.parse(textOf(asked)) });
    }),
  'part',
);
