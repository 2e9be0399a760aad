import {
  RECEIVED,
  read,
  SENT,
  testBrokenFiles,
  testSamples,
  textOf,
  URL,
} from '../../support/recording-samples.ts';
import { expect, test } from '../../support/test.ts';

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

const goVcrJson = JSON.stringify(
  {
    version: 2,
    interactions: [
      {
        id: 0,
        request: { body: SENT, headers: {}, url: URL, method: 'POST' },
        response: {
          body: RECEIVED,
          headers: { 'Content-Type': ['application/json'] },
          code: 200,
          duration: 15e8,
        },
      },
    ],
  },
  null,
  2,
);

testSamples([
  ['go-vcr 2', goVcr2, 4],
  ['go-vcr 2 with CRLF and a byte order mark', `\uFEFF${goVcr2.replaceAll('\n', '\r\n')}`, 4],
  ['go-vcr 1', goVcr1, 4],
  [
    'go-vcr 2 with merge keys',
    `${goVcr2.replace('headers: {}', '<<: *sent').replace(`    url: ${URL}\n    method: POST\n`, '')}x_sent: &sent\n  url: ${URL}\n  method: POST\n`.replace(
      /^---\n([\s\S]*)(x_sent[\s\S]*)$/u,
      '---\n$2$1',
    ),
    7,
  ],
  ['go-vcr as its user writes it in JSON', goVcrJson, 4],
]);

test('a request without a body may leave it out', () => {
  const listed = goVcr2.replace(/ {4}body: .*\n/u, '    content_length: 0\n').replace('POST', 'GET');
  expect(textOf(read(listed)?.[0]?.exchange.request.body)).toBe('');
});

testBrokenFiles([
  [
    'half a file',
    goVcr2.slice(0, goVcr2.indexOf('headers') - 20),
    /^x:6: is not whole YAML: it ends too early/,
  ],
  [
    'a merge key that stands for no mapping',
    goVcr2.replace('headers: {}', '<<: 7'),
    'x:7: is not YAML: cannot merge mappings; the provided source object is unacceptable; mend the line, or record it again',
  ],
  [
    'half of an interaction in JSON',
    goVcrJson.replace('"code": 200,', ''),
    'x:4: interactions[0].response.code is missing; restore the file, or record it again',
  ],
  [
    'another version',
    goVcr1.replace('version: 1', 'version: 7'),
    'x:2: version 7 is unknown; go-vcr writes 1 or 2: restore the file, or record it again',
  ],
]);
