/** What a tap reaches: an upstream that is not there, and one with a certificate of its own. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { createServer as createTlsServer } from 'node:https';
import type { Server } from 'node:net';
import { Heard } from '../support/heard.ts';
import { chunkOf, RawReader, rawRequest, rawServer } from '../support/raw-http.ts';
import { afterwards, closeAll, tapOf } from '../support/tap-of.ts';
import { expect, test } from '../support/test.ts';

test.afterEach(closeAll);

const CERTIFICATE = 'tests/support/tls/certificate.pem';
const TLS = { key: readFileSync('tests/support/tls/key.pem'), cert: readFileSync(CERTIFICATE) };

/** Starts a TLS server that runs until the test ends. @returns its base URL */
async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterwards(async () => void server.close());
  const address = server.address();
  return `https://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/v1`;
}

/** @param http2 whether the tap offers it @returns what a client gets through a tap for this upstream, and what was told */
async function through(upstream: string, http2: boolean, ca?: string) {
  const heard = new Heard();
  const tap = await tapOf(upstream, heard, { http2, ca });
  const answer = await fetch(`${tap.origin}/v1/x`, { method: 'POST', body: 'hello' });
  const text = await answer.text();
  return { status: answer.status, text, failures: heard.failures(), sent: heard.bodies().sent };
}

test('an upstream that cannot be reached is answered for with the cause, and what was asked is kept', async () => {
  const server = await rawServer(async () => {});
  await server.close();
  const { status, text, failures, sent } = await through(`http://127.0.0.1:${server.port}/v1`, false);
  const cause = `connect ECONNREFUSED 127.0.0.1:${server.port}`;
  expect([status, JSON.parse(text).error.message, failures, sent]).toEqual([
    502,
    `toolcall-conformance watch: the upstream cannot be reached: ${cause}`,
    [`no connection could be made (${cause})`],
    'hello',
  ]);
});

for (const http2 of [false, true]) {
  test(`a TLS upstream with a certificate of its own is reached, over HTTP/${http2 ? 2 : '1.1'}`, async () => {
    const server = createSecureServer({ ...TLS, allowHTTP1: true }, (incoming, outgoing) => {
      outgoing.setHeader('Trailer', 'x-sum');
      outgoing.write(`over ${incoming.httpVersion}: `);
      incoming.setEncoding('utf8').on('data', (text) => outgoing.write(text));
      incoming.on('end', () => {
        outgoing.addTrailers({ 'x-sum': '5' });
        outgoing.end();
      });
    });
    const upstream = await listening(server);
    const untrusted = await through(upstream, http2);
    expect([untrusted.status, untrusted.text]).toEqual([
      502,
      expect.stringContaining('self-signed certificate'),
    ]);
    const trusted = await through(upstream, http2, CERTIFICATE);
    expect(trusted).toEqual({
      status: 200,
      text: `over ${http2 ? '2.0' : '1.1'}: hello`,
      failures: [null],
      sent: 'hello',
    });
  });
}

test('trailers of a request reach a TLS upstream with a certificate of its own', async () => {
  const server = createTlsServer(TLS, (incoming, outgoing) => {
    incoming.resume().on('end', () => outgoing.end(JSON.stringify(incoming.rawTrailers)));
  });
  const upstream = await listening(server);
  const tap = await tapOf(upstream, new Heard(), { ca: CERTIFICATE });
  const socket = rawRequest(Number(new URL(tap.origin).port), [
    'POST /v1/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n',
    `${chunkOf('hello')}0\r\nX-Sum: 5\r\n\r\n`,
  ]);
  const answer = await new RawReader(socket).read();
  expect(answer?.chunks.join('')).toBe('["X-Sum","5"]');
});
