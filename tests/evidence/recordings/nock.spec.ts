import { gzipSync } from 'node:zlib';
import {
  RECEIVED,
  read,
  receivedIn,
  SENT,
  testBrokenFiles,
  testSamples,
  URL,
} from '../../support/recording-samples.ts';
import { expect, test } from '../../support/test.ts';

/** Same as `nock.recorder.rec({ output_objects: true, enable_reqheaders_recording: true })` of nock 14 writes it. */
function nock(response: unknown, more: object = {}) {
  const { origin, pathname } = new globalThis.URL(URL);
  const definition = {
    scope: `${origin}:443`,
    method: 'POST',
    path: pathname,
    body: JSON.parse(SENT),
    status: 200,
    response,
    rawHeaders: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
    reqheaders: { authorization: 'Bearer key', 'content-type': 'application/json' },
    responseIsBinary: false,
    ...more,
  };
  return JSON.stringify([definition], null, 2);
}

const JSON_HEADERS = ['Content-Type', 'application/json', 'X-Trace', '1', 'X-Trace', '2'];

testSamples(
  [
    ['nock', nock(JSON.parse(RECEIVED)), 2],
    ['nock 13, with headers in turn', nock(JSON.parse(RECEIVED), { rawHeaders: JSON_HEADERS }), 2],
    ['nock without the headers of the request', nock(JSON.parse(RECEIVED), { reqheaders: undefined }), 2],
  ],
  'values',
);

/** Returns the body of the response and its fidelity. */
function received(file: string) {
  return { text: receivedIn(file), fidelity: read(file)?.[0]?.fidelity };
}

const STREAM = 'data: {"a":"ß"}\n\n: comment\n\ndata: [DONE]\n\n';

for (const [name, file, text] of [
  ['text that is no JSON', nock(STREAM), STREAM],
  ['an empty body', nock(''), ''],
  [
    'the pieces of an encoded body',
    nock(hexPieces(gzipSync(STREAM)), { rawHeaders: { 'content-encoding': 'gzip' } }),
    STREAM,
  ],
  ['bytes that are not UTF-8', nock('6162ff', { responseIsBinary: true }), 'ab\ufffd'],
] as const) {
  test(`keeps the bytes: ${name}`, () => {
    expect(received(file)).toEqual({ text, fidelity: 'bytes' });
  });
}

for (const [name, value] of [
  ['a list of texts', ['6162']],
  ['null', null],
  ['a number', 1],
] as const) {
  test(`keeps the value alone: ${name}`, () => {
    expect(received(nock(value))).toEqual({ text: JSON.stringify(value), fidelity: 'values' });
  });
}

test('headers and bodies of the request are as they were sent', () => {
  const [exchange] =
    read(nock('', { body: 'no JSON', rawHeaders: JSON_HEADERS, scope: 'http://localhost:8080' })) ?? [];
  expect(exchange?.exchange).toEqual({
    request: {
      method: 'POST',
      url: 'http://localhost:8080/v1/chat/completions',
      headers: [
        ['authorization', ['Bearer key']],
        ['content-type', ['application/json']],
      ],
      body: new TextEncoder().encode('no JSON'),
    },
    response: {
      status: 200,
      headers: [
        ['Content-Type', ['application/json']],
        ['X-Trace', ['1']],
        ['X-Trace', ['2']],
      ],
      body: new Uint8Array(),
      provenComplete: false,
    },
  });
});

/** Returns the bytes in two pieces, as nock stores the received chunks. */
function hexPieces(bytes: Uint8Array): string[] {
  const hex = Buffer.from(bytes).toString('hex');
  return [hex.slice(0, 20), hex.slice(20)];
}

test('what is no recording is none', () => {
  expect(read('{"scope":"https://llm.test:443"}')).toBeNull();
});

testBrokenFiles([
  ['half a list', nock('').slice(0, -30), /^x: is not whole JSON \(.*\); restore it, or record it again$/],
  [
    'a definition without a path',
    nock('', { path: undefined }),
    'x:2: [0].path is missing; restore the file, or record it again',
  ],
  [
    'half a byte',
    nock('abc', { responseIsBinary: true }),
    'x:2: [0].response holds no whole hexadecimal text; restore the file, or record it again',
  ],
  [
    'half a surrogate pair',
    nock('\ud800'),
    'x:2: [0].response holds half of a surrogate pair; keep such bytes in base64',
  ],
]);
