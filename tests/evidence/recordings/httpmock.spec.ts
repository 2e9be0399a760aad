import {
  base64,
  RECEIVED,
  read,
  SENT,
  testBrokenFiles,
  testDamage,
  textOf,
} from '../../support/recording-samples.ts';
import { expect, test } from '../../support/test.ts';

const DOCUMENT = `when:
  path: /v1/chat/completions
  method: POST
  query_param:
  - name: key
    value: a b
  header:
  - name: accept
    value: '*/*'
  body: '${SENT}'
then:
  status: 200
  header:
  - name: content-type
    value: application/json
  body: '${RECEIVED}'
`;

test('reads each document, with its line and without a host', () => {
  const packed = DOCUMENT.replace(`body: '${RECEIVED}'`, `body_base64: ${base64(RECEIVED)}`).replace(
    /query_param:\n.*\n.*\n/u,
    'query_param: []\n',
  );
  expect(
    read(`${DOCUMENT}---\n${packed}`)?.map(({ exchange: { request, response }, line, fidelity }) => ({
      url: request.url,
      sent: textOf(request.body),
      headers: response?.headers,
      received: textOf(response?.body),
      line,
      fidelity,
    })),
  ).toEqual(
    [
      { url: '/v1/chat/completions?key=a+b', line: 1 },
      { url: '/v1/chat/completions', line: 18 },
    ].map(({ url, line }) => ({
      url,
      sent: SENT,
      headers: [['content-type', ['application/json']]],
      received: RECEIVED,
      line,
      fidelity: 'bytes',
    })),
  );
});

testDamage([DOCUMENT, `${DOCUMENT}---\n${DOCUMENT}`]);

testBrokenFiles([
  [
    'half a document',
    `${DOCUMENT}---\nwhen:\n  path: "/v1`,
    /^x:1\d: is not whole YAML: it ends too early \(.*\)/,
  ],
  [
    'a document without an answer',
    `${DOCUMENT}---\nwhen:\n  path: /v1\n  method: POST\n`,
    'x:18: then is missing; restore the file, or record it again',
  ],
  [
    'base64 that is none',
    DOCUMENT.replace(`body: '${RECEIVED}'`, 'body_base64: "~"'),
    'x:16: then.body_base64 holds no whole base64; restore the file, or record it again',
  ],
]);

test('other YAML with the same first word is no recording', () => {
  expect(read('when:\n  path: x\n---\nname: y\n')).toBeNull();
});
