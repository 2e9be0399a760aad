/** Files of other tools that a user names: the message says what each file is and how to get it read. */
import { deflateSync, gzipSync } from 'node:zlib';
import { recordingIn } from '../../../src/audit/files.ts';
import { bytesOf } from '../../support/recording-samples.ts';
import { expect, test } from '../../support/test.ts';

const URL = 'https://llm.test/v1/chat/completions';
const LINES = 'turn it into exchange lines (docs/recordings.md)';
const SCRIPT = 'turn it into exchange lines with the script of docs/recordings.md';

const hex = (digits: string) => Buffer.from(digits, 'hex');

const OTHERS: readonly (readonly [what: string, next: string, file: object | string | Uint8Array])[] = [
  ['a log of LiteLLM', SCRIPT, { call_type: 'acompletion', response: {}, startTime: '2026-03-01' }],
  [
    'a log of LiteLLM',
    SCRIPT,
    { call_type: 'acompletion', messages: [], response: {}, model_parameters: {} },
  ],
  [
    'an export of Helicone',
    SCRIPT,
    { request_body: {}, response_body: {}, response_status: 200, target_url: URL },
  ],
  ['an export of Langfuse', SCRIPT, [{ id: 'a', type: 'GENERATION', input: [], output: 'x' }]],
  [
    'a Hoverfly simulation',
    LINES,
    {
      data: { pairs: [{ request: {}, response: {} }] },
      meta: { schemaVersion: 'v5', hoverflyVersion: 'v1.10' },
    },
  ],
  [
    'a session of Charles',
    'export it as HAR',
    [
      {
        status: 'COMPLETE',
        protocolVersion: 'HTTP/1.1',
        actualPort: 443,
        durations: {},
        request: {},
        response: {},
      },
    ],
  ],
  ['a session of Charles', 'export it as HAR', hex('aced00057372')],
  [
    'a Postman collection',
    LINES,
    { info: { schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' }, item: [] },
  ],
  ['an export of Insomnia', LINES, { _type: 'export', __export_format: 4, resources: [] }],
  ['a request of Bruno', LINES, `meta {\n  name: chat\n}\n\npost {\n  url: ${URL}\n}\n`],
  ['a Mountebank configuration', LINES, { imposters: [{ port: 4545, stubs: [] }] }],
  ['a Mockoon environment', LINES, { uuid: 'a', lastMigration: 33, routes: [] }],
  [
    'a file of expectations of MockServer',
    LINES,
    [{ httpRequest: { path: '/' }, httpResponse: { body: '' } }],
  ],
  ['a tape of OkReplay or Betamax', LINES, `!tape\nname: x\ninteractions:\n- request:\n    uri: ${URL}\n`],
  ['a cassette of PHP-VCR', LINES, `\n-\n    request:\n        method: POST\n        url: '${URL}'\n`],
  [
    'a cassette of PHP-VCR',
    LINES,
    [{ request: { url: URL }, response: { status: { http_version: '1.1', code: '200' } } }],
  ],
  ['a cassette of ExVCR', LINES, [{ request: { url: URL }, response: { status_code: 200, type: 'ok' } }]],
  ['a batch', LINES, '{"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{}}\n'],
  ['a trace of Jaeger', 'export it as OTLP in JSON', { data: [{ traceID: 'a', spans: [], processes: {} }] }],
  [
    'a recording of responses for Python',
    LINES,
    'responses:\n- response:\n    auto_calculate_content_length: false\n',
  ],
  ['a run of LangSmith', LINES, { id: 'a', run_type: 'llm', inputs: {}, outputs: {} }],
  ['a WARC archive', LINES, 'WARC/1.0\r\nWARC-Type: response\r\n\r\n'],
  ['HTTP written as text', LINES, 'HTTP/1.1 200 OK\r\n\r\n{}'],
  ['HTTP written as text', LINES, '* Connected\n> POST /v1/chat/completions HTTP/2\n< HTTP/2 200\n{}\n'],
  [
    'a file of flows of mitmproxy',
    'make a HAR of them with mitmdump (docs/recordings.md)',
    '1583:9:websocket;0:~8:response;1000:',
  ],
  ['a capture of packets', 'record with watch, or with a proxy that writes HAR', hex('d4c3b2a102000400')],
  [
    'a capture of packets',
    'record with watch, or with a proxy that writes HAR',
    hex('0a0d0d0a1c0000004d3c2b1a'),
  ],
  ['a ZIP archive', 'unpack it; a session of Fiddler exports as HAR', hex('504b030414000000')],
  ['packed with zstd', 'unpack it', hex('28b52ffd0458')],
  ['packed with gzip', 'unpack it', gzipSync('{}')],
  [
    'packed with zlib',
    'unpack it; mitmproxy does so where the name ends with .har',
    deflateSync('{"log":{}}'),
  ],
];

/** Returns the problem that is reported for a file that the user named. */
function problemOf(file: object | string | Uint8Array): unknown {
  const isWritten = typeof file === 'string' || file instanceof Uint8Array;
  const bytes = bytesOf(isWritten ? file : JSON.stringify(file));
  const read = recordingIn({ shown: 'x', name: 'x', path: 'x', explicit: true }, () => bytes);
  return read !== null && 'problem' in read ? read.problem : read;
}

for (const [at, [what, next, file]] of OTHERS.entries()) {
  test(`${at}: ${what} is named`, () => {
    expect(problemOf(file)).toBe(`x: is ${what}, which is not read; ${next}`);
  });
}

test('a file of nothing, and half a file of JSON, are named', () => {
  const empty = 'x: is empty; record it again, or leave it out';
  expect(['', ' \r\n\n'].map(problemOf)).toEqual([empty, empty]);
  expect(problemOf('{"id":"1","object":"chat.compl')).toBe(
    'x: is JSON that ends too early; restore it, or record it again',
  );
});

test('in a folder they are passed over', () => {
  const given = { shown: 'x', name: 'x', path: 'x', explicit: false };
  expect(recordingIn(given, () => hex('504b030414000000'))).toBeNull();
});
