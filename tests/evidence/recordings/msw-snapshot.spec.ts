import { RECEIVED, read, SENT, testBrokenFiles, testSamples, URL } from '../../support/recording-samples.ts';
import { expect, test } from '../../support/test.ts';

/** Same as msw-snapshot 5 writes it with MSW 2. */
function file(body: string, request: object = { body: SENT }): string {
  const content = {
    request: {
      method: 'POST',
      url: URL,
      headers: [['content-type', 'application/json']],
      cookies: [],
      ...request,
    },
    response: {
      status: 200,
      statusText: 'OK',
      body,
      headers: [
        ['content-type', 'application/json'],
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
    },
  };
  return JSON.stringify(content, null, 2);
}

testSamples([['a cassette', file(RECEIVED), null]]);

test('a body that was no UTF-8 is known by its values alone', () => {
  expect(read(file('\ufffd\ufffd'))?.[0]?.fidelity).toBe('values');
});

testBrokenFiles([
  [
    'half a cassette',
    file(RECEIVED).slice(0, -9),
    /^x: is not whole JSON \(.*\); restore it, or record it again$/,
  ],
  [
    'a request without its body',
    file(RECEIVED, {}),
    'x: request.body is missing; restore the file, or record it again',
  ],
]);
