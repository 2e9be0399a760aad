import { deflateSync, gzipSync } from 'node:zlib';
import {
  base64,
  indent,
  RECEIVED,
  read,
  SENT,
  testBrokenFiles,
  testSamples,
  URL,
} from '../../support/recording-samples.ts';
import { expect, test } from '../../support/test.ts';

/** Returns a file as written by VCR for Ruby and by other tools with its format. */
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

const RUBY_STATUS = 'status:\n  code: 200\n  message: OK\nheaders:\n  Content-Type:\n  - application/json';

testSamples([
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
]);

test('bodies in other files and forms are no bodies', () => {
  const file = ruby('status: 200\nbody:\n  on_disk: a.bin', 'fields:\n        a: b');
  const exchange = read(file)?.[0]?.exchange;
  expect([exchange?.request.body.length, exchange?.response?.body.length]).toEqual([0, 0]);
});

testBrokenFiles([
  [
    'no URL in Ruby',
    ruby(`status: 200\nbody: {}`).replace(/uri: .*/, 'url: x'),
    'x:4: http_interactions[0].request.uri is missing; restore the file, or record it again',
  ],
]);
