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

testSamples([
  ['HAR', har({ size: 9, mimeType: 'application/json', text: RECEIVED }), 11],
  ['HAR in base64', har({ text: base64(RECEIVED), encoding: 'base64' }), 11],
]);

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
