import {
  base64,
  RECEIVED,
  read,
  receivedIn,
  SENT,
  testBrokenFiles,
  testSamples,
  URL,
} from '../../support/recording-samples.ts';
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

/** Same as Polly.JS 6 writes it. */
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

/** Same as mitmproxy 10.1 and newer: bodies are decoded, but the headers still name the encoding on the wire. */
function mitmproxy(response: object): string {
  const entry = {
    startedDateTime: '2026-03-02T10:00:00.472000+00:00',
    time: 812.4,
    request: {
      method: 'POST',
      url: URL,
      httpVersion: 'HTTP/2.0',
      cookies: [],
      headers: [{ name: 'content-type', value: 'application/json' }],
      queryString: [],
      headersSize: 120,
      bodySize: 63,
      postData: { mimeType: 'application/json', text: SENT, params: [] },
    },
    response: {
      statusText: '',
      httpVersion: 'HTTP/2.0',
      cookies: [],
      redirectURL: '',
      headersSize: 90,
      ...response,
    },
    cache: {},
    timings: { connect: 20.1, ssl: null, send: 0.4, receive: 90, wait: 700 },
    serverIPAddress: '127.0.0.1',
  };
  const creator = { name: 'mitmproxy', version: '12.1.2', comment: '' };
  return JSON.stringify({ log: { version: '1.2', creator, pages: [], entries: [entry] } }, null, 4);
}

const MITMPROXY = mitmproxy({
  status: 200,
  headers: [
    { name: 'content-type', value: 'application/json' },
    { name: 'content-encoding', value: 'gzip' },
  ],
  content: { size: 61, compression: -24, mimeType: 'application/json', text: RECEIVED },
  bodySize: 61,
});

testSamples([
  ['HAR', har({ size: 9, mimeType: 'application/json', text: RECEIVED }), 11],
  ['HAR in base64', har({ text: base64(RECEIVED), encoding: 'base64' }), 11],
  ['the HAR of Polly.JS', POLLY, 1],
  ['the HAR of mitmproxy', MITMPROXY, 11],
]);

test('event streams are text', () => {
  const stream = 'data: {"a":1}\n\n: comment\n\ndata: [DONE]\n\n';
  expect(receivedIn(har({ text: stream, mimeType: 'text/event-stream' }))).toBe(stream);
});

test('an event stream of mitmproxy has a character for each byte', () => {
  const stream = 'data: {"a":"Größe – 40 °C"}\n\n';
  const streamed = (type: string, text: string) =>
    receivedIn(
      mitmproxy({ status: 200, headers: [{ name: 'content-type', value: type }], content: { text } }),
    );
  const bytes = Buffer.from(stream).toString('latin1');
  expect([
    streamed('text/event-stream', bytes),
    streamed('text/event-stream', stream),
    streamed('text/event-stream', 'data: "Größe"\n\n'),
    streamed('text/event-stream; charset=utf-8', bytes),
  ]).toEqual([stream, stream, 'data: "Größe"\n\n', bytes]);
});

test('what was never answered has no response', () => {
  const file = har({}, undefined, 0);
  expect(read(file)?.[0]?.exchange).toMatchObject({
    response: null,
    failure: 'no response was received',
    ms: 12,
  });
});

test('what mitmproxy saw no answer of has no response', () => {
  const response = { status: 0, headers: [], content: {}, bodySize: -1, _transferSize: 0 };
  const failures = [null, 'server closed connection'].map(
    (error) => read(mitmproxy({ ...response, _error: error }))?.[0]?.exchange.failure,
  );
  expect(failures).toEqual(['no response was received', 'server closed connection']);
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
