import type { Exchange, HeaderFields } from '../../../src/evidence/exchange.ts';
import {
  RECEIVED,
  read,
  SENT,
  testBrokenFiles,
  testSamples,
  textOf,
  URL,
} from '../../support/recording-samples.ts';
import { testSameVerdicts } from '../../support/recording-verdicts.ts';
import { expect, test } from '../../support/test.ts';

/** As msw-snapshot 5 writes it with MSW 2. */
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

testSameVerdicts(
  'msw-snapshot',
  (exchanges) =>
    exchanges.map(({ request, response }: Exchange) =>
      JSON.stringify({
        request: {
          method: request.method,
          url: request.url,
          body: textOf(request.body),
          headers: pairsOf(request.headers),
        },
        response: {
          status: response?.status,
          statusText: 'OK',
          body: textOf(response?.body),
          headers: pairsOf(response?.headers ?? []),
        },
      }),
    ),
  'exchanges',
);

function pairsOf(headers: HeaderFields) {
  return headers.flatMap(([name, values]) => values.map((value) => [name, value]));
}
