import { gzipSync } from 'node:zlib';
import {
  base64,
  indent,
  RECEIVED,
  read,
  receivedIn,
  SENT,
  testBrokenFiles,
  testSamples,
  textOf,
  URL,
} from '../../support/recording-samples.ts';
import { expect, test } from '../../support/test.ts';

/** Returns a VCR.py file with the given lines in the response. */
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

testSamples([
  ['VCR.py with text', vcrpy(`body:\n  string: '${RECEIVED}'\n${VCRPY_END}`), 2],
  [
    'VCR.py with a quoted body that goes on at the column of its key',
    vcrpy(
      `body:\n  string: '${RECEIVED}'\n${VCRPY_END}`,
      `body: ${JSON.stringify(SENT).replace(',', ',\\\n    ')}`,
    ),
    2,
  ],
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
]);

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
  const [recorded] = read(file) ?? [];
  expect([
    recorded?.fidelity,
    textOf(recorded?.exchange.request.body),
    textOf(recorded?.exchange.response?.body),
  ]).toEqual([
    'values',
    '{"model":"m"}',
    '{"id":"12e5","choices":[{"index":0,"message":{"content":"yes, it is"}}]}',
  ]);
});

test('a body that says what it is: JSON without its bytes, or text', () => {
  const readAs = (type: string, content: string) => {
    const said = `status: 200\nheaders: {}\nbody:\n  type: ${type}\n  content: ${content}`;
    const file = vcrpy(said, 'body:\n      type: json\n      content:\n        model: m');
    const [recorded] = read(file) ?? [];
    return [
      recorded?.fidelity,
      textOf(recorded?.exchange.request.body),
      textOf(recorded?.exchange.response?.body),
    ];
  };
  expect(readAs('json', '{id: 12e5, usage: null}')).toEqual([
    'values',
    '{"model":"m"}',
    '{"id":"12e5","usage":null}',
  ]);
  expect(readAs('text', '"data: 1\\n\\n"')).toEqual(['bytes', '{"model":"m"}', 'data: 1\n\n']);
});

test('an empty body is proven only by a length of 0', () => {
  const proven = (headers: string, body = "body:\n  string: ''") =>
    read(vcrpy(`${body}\nheaders:${headers}\nstatus:\n  code: 200`))?.[0]?.exchange.response?.provenComplete;
  expect([
    proven("\n  content-length: ['0']"),
    proven("\n  Content-Length: '0'\n  Transfer-Encoding: chunked"),
    proven(' {}'),
    proven("\n  Content-Length: '2'", "body:\n  string: '{}'"),
    proven("\n  Content-Length: '0'", 'body: null'),
  ]).toEqual([true, false, false, false, true]);
});

test('event streams are text, line by line', () => {
  const stream = 'data: {"a":1}\n\n: comment\n\ndata: [DONE]\n\n';
  const file = vcrpy(`body:\n  string: '${stream.replaceAll('\n\n', '\n\n\n      ')}'\n${VCRPY_END}`);
  expect(receivedIn(file)).toBe(stream);
});

test('an upload is no body', () => {
  const file = vcrpy(`body: null\n${VCRPY_END}`, 'body: !!python/object/new:_io.BytesIO\n      state: [1]');
  const exchange = read(file)?.[0]?.exchange;
  expect([exchange?.request.body.length, exchange?.response?.body.length]).toEqual([0, 0]);
});

const python = vcrpy(`body:\n  string: '${RECEIVED}'\n${VCRPY_END}`);

/** After the first line, each line expands to ten times the one before. */
const BOMB = `a0: &a0 [1]\n${Array.from({ length: 8 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(9)}*a${at}]\n`).join('')}`;

testBrokenFiles([
  [
    'another version',
    python.replace('version: 1', 'version: 7'),
    'x:18: version 7 is unknown; VCR.py writes 1: restore the file, or record it again',
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
  ['UTF-16, little end first', Buffer.from(`\ufeff${python}`, 'utf16le'), /^x: is UTF-16; save it as UTF-8$/],
  [
    'UTF-16, big end first',
    Buffer.from(`\ufeff${python}`, 'utf16le').swap16(),
    /^x: is UTF-16; save it as UTF-8$/,
  ],
  [
    'a bomb of aliases',
    python.replace('interactions:', `${BOMB}interactions:`),
    /^x: cannot be read \(.*alias.*\); record it again$/,
  ],
]);
