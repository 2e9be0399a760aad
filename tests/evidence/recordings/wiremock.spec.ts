import type { Exchange } from '../../../src/evidence/exchange.ts';
import {
  base64,
  RECEIVED,
  read,
  SENT,
  testBrokenFiles,
  testDamage,
  textOf,
} from '../../support/recording-samples.ts';
import { headersOf, testSameVerdicts } from '../../support/recording-verdicts.ts';
import { expect, test } from '../../support/test.ts';

const PATH = '/v1/chat/completions';

/** As WireMock records it. */
function mapping(response: object, request: object = { bodyPatterns: [{ equalToJson: SENT }] }) {
  return {
    id: '0b0f7f0e-6a43-4c9b-9d64-1c6f2b7a9a10',
    name: 'v1_chat_completions',
    request: { url: PATH, method: 'POST', ...request },
    response: { status: 200, headers: { 'Content-Type': 'application/json' }, ...response },
    persistent: true,
  };
}

const FORMS: Readonly<Record<string, readonly [object, fidelity: string, requestUnknown: boolean]>> = {
  'a body as text': [mapping({ body: RECEIVED }), 'bytes', false],
  'a body in base64': [mapping({ base64Body: base64(RECEIVED) }), 'bytes', false],
  'a body as JSON': [mapping({ jsonBody: JSON.parse(RECEIVED) }), 'values', false],
  'a request as JSON': [
    mapping({ body: RECEIVED }, { bodyPatterns: [{ equalToJson: JSON.parse(SENT) }] }),
    'bytes',
    false,
  ],
  'a request as text': [mapping({ body: RECEIVED }, { bodyPatterns: [{ equalTo: SENT }] }), 'bytes', false],
  'a request in base64': [
    mapping({ body: RECEIVED }, { bodyPatterns: [{ binaryEqualTo: base64(SENT) }] }),
    'bytes',
    false,
  ],
  'a request of any body': [
    mapping({ body: RECEIVED }, { bodyPatterns: [{ contains: 'model' }] }),
    'bytes',
    true,
  ],
};

for (const [name, [content, fidelity, isUnknown]] of Object.entries(FORMS)) {
  test(`reads ${name}`, () => {
    const [recorded] = read(JSON.stringify(content, null, 2)) ?? [];
    const { request, response } = recorded?.exchange ?? {};
    expect({
      url: request?.url,
      sent: textOf(request?.body),
      status: response?.status,
      received: textOf(response?.body),
      fidelity: recorded?.fidelity,
      isUnknown: recorded?.requestUnknown ?? false,
    }).toEqual({
      url: PATH,
      sent: isUnknown ? '' : SENT,
      status: 200,
      received: RECEIVED,
      fidelity,
      isUnknown,
    });
  });
}

testDamage([
  ...Object.values(FORMS).map(([content]) => JSON.stringify(content, null, 2)),
  JSON.stringify({ mappings: [mapping({ body: RECEIVED })] }, null, 2),
]);

test('a list of mappings is in the order in which they were made', () => {
  const made = (body: string, insertionIndex: number) => ({ ...mapping({ body }), insertionIndex });
  const file = JSON.stringify({ mappings: [made('second', 1), made('first', 0)] }, null, 2);
  expect(read(file)?.map(({ exchange, line }) => [textOf(exchange.response?.body), line])).toEqual([
    ['first', 25],
    ['second', 3],
  ]);
});

testBrokenFiles([
  [
    'half a mapping',
    JSON.stringify(mapping({ body: RECEIVED })).slice(0, -9),
    /^x: is not whole JSON \(.*\); restore it, or record it again$/,
  ],
  [
    'a mapping without its response',
    JSON.stringify({ mappings: [{ request: { bodyPatterns: [] } }] }),
    'x:1: mappings[0].response is missing; restore the file, or record it again',
  ],
  [
    'base64 that is none',
    JSON.stringify(mapping({ base64Body: '~' })),
    'x: response.base64Body holds no whole base64; restore the file, or record it again',
  ],
]);

testSameVerdicts('WireMock', (exchanges) => JSON.stringify({ mappings: exchanges.map(mappingOf) }), 'part');

function mappingOf({ request, response }: Exchange, insertionIndex: number) {
  const { pathname } = new URL(request.url);
  const sent = { url: pathname, method: 'POST', bodyPatterns: [{ equalToJson: textOf(request.body) }] };
  const received = {
    status: response?.status,
    headers: headersOf(response?.headers ?? []),
    body: textOf(response?.body),
  };
  return { request: sent, response: received, insertionIndex };
}
