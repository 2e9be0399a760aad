/** Files that would exhaust the memory or time of a naive reader: each gives one line and needs little of either. */
import { brotliCompressSync, constants, deflateRawSync, gzipSync } from 'node:zlib';
import { read, SENT, URL } from '../../support/recording-samples.ts';
import { expect, test } from '../../support/test.ts';

const MIB = 1024 * 1024;
const TOO_LONG =
  'the bodies of a file may come to 128 MiB, and these are longer; cut the file, or leave it out';

/** Five of them exceed the limit for one file; a single one does not. */
const packed = () => gzipSync(Buffer.alloc(30 * MIB, ' '), { level: 1 });
const five = (one: string, between: string) => Array.from({ length: 5 }, () => one).join(between);

const FILES: readonly (readonly [name: string, file: () => string | Uint8Array, message: string])[] = [
  ['a HAR of small bombs', () => `{"log":{"entries":[\n${five(entry(), ',\n')}]}}`, `x:6: ${TOO_LONG}`],
  ['lines of small bombs', () => five(line(), '\n'), `x:5: ${TOO_LONG}`],
  ['httpmock documents of small bombs', () => five(document(), '---\n'), `x:29: ${TOO_LONG}`],
  ['an httprr trace of small bombs', traceOfFive, ` ${TOO_LONG}`],
  ...(
    [
      ['gzip', (body) => gzipSync(body, { level: 1 })],
      ['deflate', (body) => deflateRawSync(body, { level: 1 })],
      ['br', (body) => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
    ] as const satisfies readonly (readonly [string, (body: Uint8Array) => Uint8Array])[]
  ).map(
    ([coding, pack]) =>
      [
        `a bomb of ${coding} in a body of VCR.py`,
        () => vcrpyOf(coding, pack(Buffer.alloc(129 * MIB, ' '))),
        `x:4: interactions[0].response.body cannot be decompressed: ${TOO_LONG}`,
      ] as const,
  ),
  [
    'a quote of YAML that never ends',
    () => `version: 1\ninteractions:\n- request: "${'x\n'.repeat(400_000)}`,
    'is not YAML: deficient indentation; mend the line, or record it again',
  ],
  [
    'a HAR of a million entries and one',
    () => `{"log":{"entries":[${'1,'.repeat(1_000_000)}1]}}`,
    'x: cannot be read: it lists more than 1,000,000 exchanges; cut it into several, or leave it out',
  ],
  [
    'two documents in a file, of which only the first one would be read',
    () => '---\ninteractions:\n- request: {url: x}\n---\nversion: 2\n',
    'x:5: begins another document of YAML; put each into a file of its own',
  ],
  [
    'a recording that a crash filled up with zero bytes',
    () => `interactions:\n- request: {method: POST, uri: x}\n${'\0'.repeat(100)}`,
    'x:3: is not whole YAML: it ends too early (null byte is not allowed in input); restore it, or record it again',
  ],
  [
    'a body that is nested too deep',
    () =>
      `{"version":1,"interactions":[{"request":{"method":"POST","uri":"x","headers":{}},"response":{"status":{"code":200},"headers":{},"body":{},"parsed_body":${'['.repeat(100_000)}${']'.repeat(100_000)}}}]}`,
    'x: cannot be read (its values are nested too deep); record it again',
  ],
];

for (const [name, file, message] of FILES) {
  test(`${name}: one line`, () => {
    expect(() => read(file())).toThrow(message);
  });
}

function entry(): string {
  return JSON.stringify({
    request: { method: 'POST', url: URL, headers: [], postData: { text: SENT } },
    response: {
      status: 200,
      headers: [],
      content: { text: packed().toString('base64'), encoding: 'base64' },
    },
  });
}

function line(): string {
  return JSON.stringify({
    exchange: 1,
    request: { method: 'POST', url: URL, body: SENT },
    response: { status: 200, body: { base64: packed().toString('base64') } },
  });
}

function document(): string {
  return `when:\n  method: POST\n  path: /v1\nthen:\n  status: 200\n  body_base64: ${packed().toString('base64')}\n`;
}

function vcrpyOf(coding: string, body: Uint8Array): string {
  const bytes = Buffer.from(body).toString('base64');
  return `interactions:\n- request: {method: POST, uri: '${URL}', body: null, headers: {}}\n  response:\n    body: {string: !!binary ${bytes}}\n    headers: {Content-Encoding: ['${coding}']}\n    status: {code: 200}\nversion: 1\n`;
}

function traceOfFive(): Uint8Array {
  const request = `POST ${URL} HTTP/1.1\r\nHost: x\r\n\r\n`;
  const head = 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n';
  const body = packed();
  const lengths = `${request.length} ${head.length + body.length}\n`;
  const one = Buffer.concat([Buffer.from(lengths + request + head), body]);
  return Buffer.concat([Buffer.from('httprr trace v1\n'), one, one, one, one, one]);
}
