import { RECEIVED, SENT, testBrokenFiles, testSamples, URL } from '../../support/recording-samples.ts';

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

testSamples([
  ['go-vcr 2', goVcr2, 4],
  ['go-vcr 2 with CRLF and a byte order mark', `\uFEFF${goVcr2.replaceAll('\n', '\r\n')}`, 4],
  ['go-vcr 1', goVcr1, 4],
]);

testBrokenFiles([
  [
    'half a file',
    goVcr2.slice(0, goVcr2.indexOf('headers') - 20),
    /^x:6: is not whole YAML: it ends too early/,
  ],
  [
    'another version',
    goVcr1.replace('version: 1', 'version: 7'),
    'x:2: version 7 is unknown; go-vcr writes 1 or 2: restore the file, or record it again',
  ],
]);
