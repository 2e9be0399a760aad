import { gzipSync } from 'node:zlib';
import {
  RECEIVED,
  read,
  receivedIn,
  SENT,
  testBrokenFiles,
  testSamples,
  URL,
} from '../../support/recording-samples.ts';
import { expect, test } from '../../support/test.ts';

const OPENING = 'httprr trace v1\n';

/** Returns a record: the lengths of a request and a response, then both as on the wire. */
function record(sent: string, received: string): Buffer {
  const [request, response] = [Buffer.from(sent), Buffer.from(received)];
  return Buffer.concat([Buffer.from(`${request.length} ${response.length}\n`), request, response]);
}

function trace(...records: readonly Uint8Array[]): Buffer {
  return Buffer.concat([Buffer.from(OPENING), ...records]);
}

const ASKED = `POST ${URL} HTTP/1.1\r\nHost: llm.test\r\nContent-Length: ${SENT.length}\r\n\r\n${SENT}`;
const WHOLE = trace(record(ASKED, `HTTP/2.0 200 OK\r\nContent-Type: application/json\r\n\r\n${RECEIVED}`));

testSamples([
  ['a trace', WHOLE, 2],
  [
    'a trace whose headers were taken out',
    trace(record(ASKED.replace('\r\n\r\n', '\n\r\n'), `HTTP/2.0 200 OK\r\n\r\n${RECEIVED}`)),
    2,
  ],
  ['a trace in gzip', gzipSync(WHOLE), 2],
]);

test('a body in chunks is put together', () => {
  const chunked =
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\n2;x=1\r\n1}\r\n0\r\n\r\n';
  expect(receivedIn(trace(record(ASKED, chunked)))).toBe('{"a":1}');
});

test('each record has its line', () => {
  const one = record(ASKED, `HTTP/2.0 200 OK\r\n\r\n{\n}\n`);
  expect(read(trace(one, one))?.map(({ line }) => line)).toEqual([2, 11]);
});

test('a body may be no text', () => {
  const [recorded] = read(trace(record(ASKED, 'HTTP/2.0 200 OK\r\n\r\n\0\0'))) ?? [];
  expect(recorded?.exchange.response?.body).toEqual(new Uint8Array([0, 0]));
});

test('a file in gzip that is no trace is no recording', () => {
  expect(read(gzipSync('something else'))).toBeNull();
});

testBrokenFiles([
  [
    'half a record',
    WHOLE.subarray(0, -9),
    /^x:2: is cut off: \d+ bytes are due and \d+ left; restore the file, or record it again$/,
  ],
  [
    'a record without lengths',
    trace(Buffer.from('POST')),
    'x:2: is cut off: the lengths of a request and a response are missing; restore the file, or record it again',
  ],
  [
    'a response that is none',
    trace(record(ASKED, 'HTTP')),
    'x:2: response is no HTTP message; restore the file, or record it again',
  ],
  [
    'a request that is none',
    trace(record('POST\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\n')),
    'x:2: request is no HTTP message; restore the file, or record it again',
  ],
  [
    'half a chunk',
    trace(record(ASKED, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')),
    'x:2: response.body is cut off; restore the file, or record it again',
  ],
]);
