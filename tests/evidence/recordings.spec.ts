import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { CassetteError } from '../../src/evidence/cassette/cassette.ts';
import { readRecording } from '../../src/evidence/recordings/read-recording.ts';
import fc, { share } from '../support/property.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64');

const SENT = '{"model":"m","messages":[{"role":"user","content":"Größe?"}]}';
const RECEIVED = '{"id":"1","object":"chat.completion"}';
const URL = 'https://llm.test/v1/chat/completions';

/** The text indented, as a block of YAML below a key. */
function indent(text: string, by: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(by));
}

const goVcr2 = `---
version: 2
interactions:
- id: 0
  request:
    body: '${SENT}'
    headers: {}
    url: ${URL}
    method: POST
  response:
    body: '${RECEIVED}'
    headers:
      Content-Type:
      - application/json
    status: 200 OK
    code: 200
    duration: 1.5s
`;
const goVcr1 = `---
version: 1
interactions:
- request:
    body: '${SENT}'
    form: {}
    headers: {}
    url: ${URL}
    method: POST
  response:
    body: '${RECEIVED}'
    headers:
      Content-Type:
      - application/json
    status: 200 OK
    code: 200
    duration: ""
`;

/** VCR.py, with the given lines in the response. */
function vcrpy(response: string, request = `body: '${SENT}'`): string {
  return `interactions:
- request:
    ${request}
    headers:
      accept:
      - '*/*'
    method: POST
    uri: ${URL}
  response:
${indent(response, 4)}
version: 1
`;
}

const VCRPY_END = `headers:
  Content-Type:
  - application/json
status:
  code: 200
  message: OK`;

/** VCR for Ruby and what writes its format. */
function ruby(response: string, body = `encoding: UTF-8\n      string: '${SENT}'`): string {
  return `---
http_interactions:
- request:
    method: post
    uri: ${URL}
    body:
      ${body}
    headers:
      Accept:
      - "*/*"
  response:
${indent(response, 4)}
  recorded_at: Mon, 02 Mar 2026 10:00:00 GMT
recorded_with: VCR 6.3.1
`;
}

function har(content: object, postData: object = { mimeType: 'application/json', text: SENT }, status = 200) {
  const request = { method: 'POST', url: URL, headers: [{ name: 'Accept', value: '*/*' }], postData };
  const headers = [{ name: 'Content-Type', value: 'application/json' }];
  const entry = {
    startedDateTime: '2026-03-02T10:00:00Z',
    time: 12,
    request,
    response: { status, headers, content },
  };
  return JSON.stringify(
    { log: { version: '1.2', creator: { name: 'test' }, pages: [{}], entries: [entry] } },
    null,
    2,
  );
}

const RUBY_STATUS = 'status:\n  code: 200\n  message: OK\nheaders:\n  Content-Type:\n  - application/json';

const FORMATS: readonly (readonly [name: string, file: string, line: number])[] = [
  ['go-vcr 2', goVcr2, 4],
  ['go-vcr 2 with CRLF and a byte order mark', `\uFEFF${goVcr2.replaceAll('\n', '\r\n')}`, 4],
  ['go-vcr 1', goVcr1, 4],
  ['VCR.py with text', vcrpy(`body:\n  string: '${RECEIVED}'\n${VCRPY_END}`), 2],
  ['VCR.py with the body itself', vcrpy(`body: '${RECEIVED}'\n${VCRPY_END}`), 2],
  [
    'VCR.py with bytes, compressed',
    vcrpy(
      `body:\n  string: !!binary |\n    ${base64(gzipSync(RECEIVED))}\n${VCRPY_END.replace('headers:', 'headers:\n  Content-Encoding:\n  - gzip')}`,
      `body: !!binary |\n      ${base64(SENT)}`,
    ),
    2,
  ],
  [
    'VCR.py with a header that was scrubbed and a body that is still compressed',
    vcrpy(`body:\n  string: !!binary |\n    ${base64(gzipSync(RECEIVED))}\n${VCRPY_END}`),
    2,
  ],
  [
    'VCR.py for Python 2, a character for each byte',
    vcrpy(
      `body:\n  string: !!python/str ${JSON.stringify(gzipSync(RECEIVED).toString('latin1')).replaceAll('\x7f', '\\u007f')}\n${VCRPY_END}`,
    ),
    2,
  ],
  [
    'VCR.py with its first httpx stub',
    vcrpy(
      `content: '${RECEIVED}'\nheaders:\n  content-type:\n  - application/json\nhttp_version: HTTP/1.1\nstatus_code: 200`,
    ),
    2,
  ],
  [
    'VCR.py in JSON',
    JSON.stringify(
      {
        version: 1,
        interactions: [
          {
            request: { method: 'POST', uri: URL, body: SENT, headers: {} },
            response: { status: { code: 200, message: 'OK' }, headers: {}, body: { string: RECEIVED } },
          },
        ],
      },
      null,
      1,
    ),
    4,
  ],
  ['VCR for Ruby', ruby(`${RUBY_STATUS}\nbody:\n  encoding: UTF-8\n  string: '${RECEIVED}'`), 3],
  [
    'VCR for Ruby with bytes',
    ruby(
      `${RUBY_STATUS}\nbody:\n  encoding: ASCII-8BIT\n  base64_string: |\n    ${base64(RECEIVED)}`,
      `encoding: ASCII-8BIT\n      string: !binary |-\n        ${base64(SENT)}`,
    ),
    3,
  ],
  [
    'vcr for R',
    ruby(
      `status: 200\nheaders:\n  content-type: application/json\n  content-encoding: br\nbody:\n  string: '${RECEIVED}'`,
    ),
    3,
  ],
  ['vcr for R with bytes', ruby(`status: 200\nbody:\n  raw_gzip: ${base64(deflateSync(RECEIVED))}`), 3],
  [
    'an older vcr for R',
    ruby(`status:\n  status_code: 200\nbody:\n  encoding: ''\n  file: no\n  string: '${RECEIVED}'`),
    3,
  ],
  [
    'betamax',
    JSON.stringify({
      http_interactions: [
        {
          request: { method: 'POST', uri: URL, body: { encoding: 'utf-8', string: SENT }, headers: {} },
          response: {
            status: { code: 200, message: 'OK' },
            headers: { 'Content-Encoding': ['gzip'] },
            body: { encoding: null, base64_string: base64(gzipSync(RECEIVED)) },
          },
        },
      ],
      recorded_with: 'betamax/0.9.0',
    }),
    1,
  ],
  ['HAR', har({ size: 9, mimeType: 'application/json', text: RECEIVED }), 11],
  ['HAR in base64', har({ text: base64(RECEIVED), encoding: 'base64' }), 11],
];

for (const [name, file, line] of FORMATS) {
  test(`reads ${name}`, () => {
    const recording = readRecording(bytesOf(file), 'x');
    expect(
      recording?.map(({ exchange, ...rest }) => ({
        ...rest,
        method: exchange.request.method,
        url: exchange.request.url,
        sent: textOf(exchange.request.body),
        status: exchange.response?.status,
        received: textOf(exchange.response?.body),
      })),
    ).toEqual([
      { line, remade: false, method: 'POST', url: URL, sent: SENT, status: 200, received: RECEIVED },
    ]);
  });
}

const STREAM = 'data: {"a":1}\n\n: comment\n\ndata: [DONE]\n\n';

test('event streams are text, line by line', () => {
  const python = vcrpy(`body:\n  string: '${STREAM.replaceAll('\n\n', '\n\n\n      ')}'\n${VCRPY_END}`);
  for (const file of [python, har({ text: STREAM, mimeType: 'text/event-stream' })]) {
    expect(textOf(readRecording(bytesOf(file), 'x')?.[0]?.exchange.response?.body)).toBe(STREAM);
  }
});

const CODINGS: readonly (readonly [coding: string, body: Uint8Array])[] = [
  ['gzip', gzipSync(RECEIVED)],
  ['X-GZIP', gzipSync(RECEIVED)],
  ['deflate', deflateSync(RECEIVED)],
  ['deflate', deflateRawSync(RECEIVED)],
  ['br', brotliCompressSync(RECEIVED)],
  ['deflate, gzip', gzipSync(deflateSync(RECEIVED))],
  ['gzip', bytesOf(RECEIVED)],
  ['br', bytesOf(RECEIVED)],
  ['deflate', bytesOf(RECEIVED)],
  ['zstd', bytesOf(RECEIVED)],
  ['identity', bytesOf(RECEIVED)],
  ['unheard-of', bytesOf(RECEIVED)],
];

for (const [at, [coding, body]] of CODINGS.entries()) {
  test(`undoes Content-Encoding: ${coding} (${at + 1})`, () => {
    const file = goVcr2
      .replace(`body: '${RECEIVED}'`, `body: !!binary ${base64(body)}`)
      .replace('Content-Type:', `Content-Encoding:\n      - ${coding}\n      Content-Type:`);
    expect(textOf(readRecording(bytesOf(file), 'x')?.[0]?.exchange.response?.body)).toBe(RECEIVED);
  });
}

test('a compressed stream that was cut off gives what arrived', () => {
  const stream = gzipSync('data: 1\n\n'.repeat(2000));
  const file = vcrpy(
    `body:\n  string: !!binary ${base64(stream.subarray(0, stream.length - 12))}\n${VCRPY_END}`,
  );
  expect(textOf(readRecording(bytesOf(file), 'x')?.[0]?.exchange.response?.body)).toMatch(
    /^(data: 1\n\n){1000}/,
  );
});

test('a body that the recorder parsed is marked', () => {
  const parsed = `headers:
  content-type:
  - application/json
parsed_body:
  id: 12e5
  choices:
  - index: 0
    message:
      content: yes, it is
status:
  code: 200
  message: OK`;
  const file = vcrpy(parsed, 'body: null\n    parsed_body:\n      model: m');
  const [recorded] = readRecording(bytesOf(file), 'x') ?? [];
  expect([
    recorded?.remade,
    textOf(recorded?.exchange.request.body),
    textOf(recorded?.exchange.response?.body),
  ]).toEqual([
    true,
    '{"model":"m"}',
    '{"id":"12e5","choices":[{"index":0,"message":{"content":"yes, it is"}}]}',
  ]);
});

test('a body that says what it is: JSON, whose bytes are remade, or text', () => {
  const read = (type: string, content: string) => {
    const said = `status: 200\nheaders: {}\nbody:\n  type: ${type}\n  content: ${content}`;
    const file = vcrpy(said, 'body:\n      type: json\n      content:\n        model: m');
    const [recorded] = readRecording(bytesOf(file), 'x') ?? [];
    return [
      recorded?.remade,
      textOf(recorded?.exchange.request.body),
      textOf(recorded?.exchange.response?.body),
    ];
  };
  expect(read('json', '{id: 12e5, usage: null}')).toEqual([
    true,
    '{"model":"m"}',
    '{"id":"12e5","usage":null}',
  ]);
  expect(read('text', '"data: 1\\n\\n"')).toEqual([false, '{"model":"m"}', 'data: 1\n\n']);
});

test('an empty body is proven only by a length of 0', () => {
  const proven = (headers: string, body = "body:\n  string: ''") =>
    readRecording(bytesOf(vcrpy(`${body}\nheaders:${headers}\nstatus:\n  code: 200`)), 'x')?.[0]?.exchange
      .response?.provenComplete;
  expect([
    proven("\n  content-length: ['0']"),
    proven("\n  Content-Length: '0'\n  Transfer-Encoding: chunked"),
    proven(' {}'),
    proven("\n  Content-Length: '2'", "body:\n  string: '{}'"),
    proven("\n  Content-Length: '0'", 'body: null'),
  ]).toEqual([true, false, false, false, true]);
});

test('what was never answered has no response', () => {
  const file = har({}, undefined, 0);
  expect(readRecording(bytesOf(file), 'x')?.[0]?.exchange).toMatchObject({
    response: null,
    failure: 'no response was received',
    ms: 12,
  });
});

test('bodies in other files, forms and uploads are no bodies', () => {
  const python = vcrpy(`body: null\n${VCRPY_END}`, 'body: !!python/object/new:_io.BytesIO\n      state: [1]');
  const file = ruby('status: 200\nbody:\n  on_disk: a.bin', 'fields:\n        a: b');
  for (const text of [python, file]) {
    const exchange = readRecording(bytesOf(text), 'x')?.[0]?.exchange;
    expect([exchange?.request.body.length, exchange?.response?.body.length]).toEqual([0, 0]);
  }
});

const NO_RECORDINGS: readonly (readonly [name: string, content: string | Uint8Array])[] = [
  ['an empty file', ''],
  ['binary', new Uint8Array([0, 1, 2, 255])],
  ['other JSON', '{"name":"x","interactions":"many"}'],
  ['a log that is no HAR', '{"log":{"level":"info"}}'],
  ['a JSON list', '[1]'],
  ['other YAML', 'version: 2\nservices: {}\n'],
  [
    'YAML whose interactions are something else',
    'interactions:\n- name: a\n  request: b\n- c\nversion: 1\n'.replace('  request: b\n', '') +
      '\nx:\n  request: 1\n',
  ],
  ['prose around an example', `# How to record\n\nLike this:\n\n${goVcr1}`],
];

for (const [name, content] of NO_RECORDINGS) {
  test(`${name} is no recording`, () => {
    expect(readRecording(typeof content === 'string' ? bytesOf(content) : content, 'x')).toBeNull();
  });
}

test('a recording of nothing is a recording', () => {
  for (const file of [
    'interactions: []\nversion: 1\n',
    'http_interactions: []\n',
    '{"interactions":[],"version":1}',
  ]) {
    expect(readRecording(bytesOf(file), 'x')).toEqual([]);
  }
});

const python = vcrpy(`body:\n  string: '${RECEIVED}'\n${VCRPY_END}`);
/** Eight lines, each with ten times the one before. */
const BOMB = `a0: &a0 [1]\n${Array.from({ length: 8 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(9)}*a${at}]\n`).join('')}`;
const BROKEN: readonly (readonly [name: string, file: string | Uint8Array, message: string | RegExp])[] = [
  [
    'another version',
    python.replace('version: 1', 'version: 7'),
    'x:18: version 7 is unknown; go-vcr writes 1 or 2, and VCR.py 1',
  ],
  [
    'an end that is missing',
    python.replace('version: 1\n', ''),
    'x:1: version is missing: the file is cut off; restore it, or record it again',
  ],
  [
    'no list',
    'interactions:\n  request: 1\nversion: 1\n',
    'x:2: interactions is no list of exchanges; restore the file, or record it again',
  ],
  [
    'no status',
    python.replace('code: 200', 'code: null'),
    'x:16: interactions[0].response.status is not as a recorder writes it; restore the file, or record it again',
  ],
  [
    'no response',
    `${python.slice(0, python.indexOf('  response'))}version: 1\n`,
    'x:2: interactions[0].response is missing; restore the file, or record it again',
  ],
  [
    'no URL in Ruby',
    ruby(`status: 200\nbody: {}`).replace(/uri: .*/, 'url: x'),
    'x:4: http_interactions[0].request.uri is missing; restore the file, or record it again',
  ],
  [
    'half a file',
    goVcr2.slice(0, goVcr2.indexOf('headers') - 20),
    /^x:6: is not whole YAML: it ends too early/,
  ],
  ['half a JSON', har({}).slice(0, -30), /^x: is not whole JSON \(.*\); restore it, or record it again$/],
  ['a HAR without entries', '{"log":{"creator":{},"entries":3}}', /^x: log\.entries is no list of exchanges/],
  [
    'base64 that is none',
    har({ text: '~', encoding: 'base64' }),
    'x:11: log.entries[0].response.content.text holds no whole base64; restore the file, or record it again',
  ],
  [
    'half a surrogate pair',
    har({ text: '\ud800' }),
    'x:11: log.entries[0].response.content.text holds half of a surrogate pair; keep such bytes in base64',
  ],
  [
    'gzip that is broken',
    python.replace(`string: '${RECEIVED}'`, `string: !!binary ${base64(gzipSync(RECEIVED).fill(0xff, 10))}`),
    /^x:11: interactions\[0\]\.response\.body cannot be decompressed \(.*\); record it again$/,
  ],
  [
    'a coding that Node does not have',
    python
      .replace(`string: '${RECEIVED}'`, `string: !!binary ${base64(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]))}`)
      .replace('Content-Type:\n      - application/json', 'Content-Encoding: zstd'),
    /zstd is not supported/,
  ],
  [
    'bytes that are no UTF-8',
    Buffer.from(python.replace('Größe', 'Gr\xf6\xdfe'), 'latin1'),
    /^x:3: is not UTF-8/,
  ],
  [
    'a bomb of aliases',
    python.replace('interactions:', `${BOMB}interactions:`),
    /^x: cannot be read \(.*alias.*\); record it again$/,
  ],
];

for (const [name, file, message] of BROKEN) {
  test(`says what is wrong: ${name}`, () => {
    const read = () => readRecording(typeof file === 'string' ? bytesOf(file) : file, 'x');
    expect(read).toThrow(CassetteError);
    expect(read).toThrow(message);
  });
}

test('no bytes break the readers', () => {
  const files = FORMATS.map(([, file]) => bytesOf(file));
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      share,
      fc.uint8Array({ maxLength: 20 }),
      fc.boolean(),
      (file, share, noise, goesOn) => {
        const at = Math.floor(share * file.length);
        const bytes = Buffer.concat([
          file.subarray(0, at),
          noise,
          goesOn ? file.subarray(at + 3) : new Uint8Array(),
        ]);
        try {
          readRecording(bytes, 'x');
        } catch (error) {
          expect(error).toBeInstanceOf(CassetteError);
          expect(String(error)).not.toContain('\n');
        }
      },
    ),
    { numRuns: 600 },
  );
});
