import type { Exchange, HeaderFields } from '../../../src/evidence/exchange.ts';
import {
  base64,
  RECEIVED,
  read,
  receivedIn,
  SENT,
  testBrokenFiles,
  testSamples,
  textOf,
  URL,
} from '../../support/recording-samples.ts';
import { testSameVerdicts } from '../../support/recording-verdicts.ts';
import { expect, test } from '../../support/test.ts';

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

/** As Polly.JS 6 persists it. */
const POLLY = JSON.stringify({
  log: {
    _recordingName: 'weather',
    creator: { comment: 'persister:fs', name: 'Polly.JS', version: '6.0.6' },
    entries: [
      {
        _id: '0616ef643c483e82a0d941c00e88e10b',
        _order: 0,
        cache: {},
        request: {
          bodySize: 63,
          cookies: [],
          headers: [{ name: 'content-type', value: 'application/json' }],
          headersSize: 117,
          httpVersion: 'HTTP/1.1',
          method: 'POST',
          postData: { mimeType: 'application/json', params: [], text: SENT },
          queryString: [],
          url: URL,
        },
        response: {
          bodySize: 37,
          content: { mimeType: 'application/json', size: 37, text: RECEIVED },
          cookies: [],
          headers: [{ _fromType: 'array', name: 'set-cookie', value: 'a=1' }],
          headersSize: 163,
          httpVersion: 'HTTP/1.1',
          redirectURL: '',
          status: 200,
          statusText: 'OK',
        },
        startedDateTime: '2026-11-29T13:11:37.479Z',
        time: 19,
      },
    ],
    pages: [],
    version: '1.2',
  },
});

testSamples([
  ['HAR', har({ size: 9, mimeType: 'application/json', text: RECEIVED }), 11],
  ['HAR in base64', har({ text: base64(RECEIVED), encoding: 'base64' }), 11],
  ['the HAR of Polly.JS', POLLY, 1],
]);

testSameVerdicts('HAR', (exchanges) =>
  JSON.stringify({ log: { version: '1.2', creator: { name: 'Polly.JS' }, entries: exchanges.map(entryOf) } }),
);

function entryOf({ request, response }: Exchange) {
  const pairsOf = (headers: HeaderFields) =>
    headers.flatMap(([name, values]) => values.map((value) => ({ name, value })));
  return {
    request: {
      method: request.method,
      url: request.url,
      headers: pairsOf(request.headers),
      postData: { text: textOf(request.body) },
    },
    response: {
      status: response?.status,
      headers: pairsOf(response?.headers ?? []),
      content: { text: textOf(response?.body) },
    },
  };
}

test('event streams are text', () => {
  const stream = 'data: {"a":1}\n\n: comment\n\ndata: [DONE]\n\n';
  expect(receivedIn(har({ text: stream, mimeType: 'text/event-stream' }))).toBe(stream);
});

test('what was never answered has no response', () => {
  const file = har({}, undefined, 0);
  expect(read(file)?.[0]?.exchange).toMatchObject({
    response: null,
    failure: 'no response was received',
    ms: 12,
  });
});

testBrokenFiles([
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
]);
