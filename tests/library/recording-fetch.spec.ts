import { createServer, type Server, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { exchangeFrom, judgeExchanges, recordingFetch, SuiteError } from '../../src/library/index.ts';
import { expect, test } from '../support/test.ts';

const BODY = '{"model":"m","messages":[{"role":"user","content":"Hello"}]}';
const KEY = 'sk-0123456789abcdefghij';
/** Headers whose values change from run to run. */
const CHANGING = new Set(['date', 'keep-alive', 'connection']);

const servers: Server[] = [];

test.afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Answers every request; `send` has the body that was sent. */
async function serve(send: (response: ServerResponse, body: string, path: string) => void): Promise<string> {
  const server = createServer(async (request, response) => {
    const pieces = await request.toArray();
    send(response, Buffer.concat(pieces).toString(), request.url ?? '');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
}

/** What does not change from run to run, with bodies as text. */
function shown({ request, response, failure }: Exchange) {
  const textOf = (body: Uint8Array) => Buffer.from(body).toString();
  return {
    request: `${request.method} ${new URL(request.url).pathname} ${textOf(request.body)}`,
    response: response && {
      status: response.status,
      headers: response.headers.filter(([name]) => !CHANGING.has(name)),
      body: textOf(response.body),
      provenComplete: response.provenComplete,
    },
    failure,
  };
}

const post = { method: 'POST', body: BODY, headers: { 'content-type': 'application/json' } };

test('the client reads piece by piece, and the exchange has the pieces with their times', async () => {
  let release = () => {};
  const url = await serve((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: 1\n\n');
    release = () => response.end('data: 22\n\n');
  });
  const { fetch, exchanges } = recordingFetch();
  const response = await fetch(`${url}/v1/chat/completions`, post);
  const pieces: string[] = [];
  for await (const piece of response.body ?? []) {
    pieces.push(Buffer.from(piece).toString());
    release();
  }
  const [exchange] = await exchanges();
  expect(pieces).toEqual(['data: 1\n\n', 'data: 22\n\n']);
  expect(response.url).toBe(`${url}/v1/chat/completions`);
  expect(exchange && shown(exchange)).toEqual({
    request: `POST /v1/chat/completions ${BODY}`,
    response: {
      status: 200,
      headers: [
        ['content-type', ['text/event-stream']],
        ['transfer-encoding', ['chunked']],
      ],
      body: 'data: 1\n\ndata: 22\n\n',
      provenComplete: true,
    },
    failure: undefined,
  });
  const chunks = exchange?.response?.chunks ?? [];
  expect(chunks.map(({ bytes }) => bytes)).toEqual([9, 10]);
  const times = [0, ...chunks.map(({ at }) => at), exchange?.ms ?? 0];
  expect(times.toSorted((left, right) => left - right)).toEqual(times);
});

test('what fetch decompressed is kept decompressed, without the fields that say otherwise', async () => {
  const packed = gzipSync('{"error":{"message":"no"}}');
  const url = await serve((response) => {
    response.writeHead(400, {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'content-length': packed.length,
    });
    response.end(packed);
  });
  const { fetch, exchanges } = recordingFetch();
  const response = await fetch(url, post);
  expect(await response.json()).toEqual({ error: { message: 'no' } });
  expect((await exchanges()).map((exchange) => shown(exchange).response)).toEqual([
    {
      status: 400,
      headers: [['content-type', ['application/json']]],
      body: '{"error":{"message":"no"}}',
      provenComplete: true,
    },
  ]);
});

/** Every way to hand a body to fetch. */
const requests: Readonly<Record<string, (url: string) => Parameters<typeof fetch>>> = {
  'a URL and text': (url) => [new URL(url), post],
  'a URL and bytes': (url) => [url, { ...post, body: Buffer.from(BODY) }],
  'a Request': (url) => [new Request(url, post)],
  'a stream': (url) => [url, { ...post, body: new Blob([BODY]).stream(), duplex: 'half' }],
};
for (const [form, argumentsFor] of Object.entries(requests)) {
  test(`a request made of ${form} is sent and kept`, async () => {
    const url = await serve((response, body) => response.end(`got ${body}`));
    const { fetch, exchanges } = recordingFetch();
    const response = await fetch(...argumentsFor(`${url}/v1/messages`));
    expect(await response.text()).toBe(`got ${BODY}`);
    expect((await exchanges()).map((exchange) => shown(exchange).request)).toEqual([
      `POST /v1/messages ${BODY}`,
    ]);
  });
}

test('exchanges come in the order of the calls, whichever answers first, read or not', async () => {
  let release = () => {};
  const url = await serve((response, _, path) => {
    if (path === '/1') release = () => response.end('first');
    else response.end('second', release);
  });
  const { fetch, exchanges } = recordingFetch();
  await Promise.all([fetch(`${url}/1`, post), fetch(`${url}/2`, post)]);
  expect((await exchanges()).map((exchange) => shown(exchange).response?.body)).toEqual(['first', 'second']);
});

test('an answer that the client breaks off is hung up, before its head and within its body', async () => {
  const url = await serve((response, _, path) => {
    if (path === '/body') response.write('half an answer');
  });
  const { fetch, exchanges } = recordingFetch();
  for (const path of ['/head', '/body']) {
    const hangingUp = new AbortController();
    const answer = fetch(url + path, { ...post, signal: hangingUp.signal });
    if (path === '/body') await (await answer).body?.getReader().read();
    hangingUp.abort();
    if (path === '/head') await expect(answer).rejects.toThrow('This operation was aborted');
  }
  expect((await exchanges()).map(({ response, failure }) => [response?.body.length, failure])).toEqual([
    [undefined, 'the client hung up'],
    [14, 'the client hung up'],
  ]);
});

test('a connection that is refused, and one that is lost, fail for the client and in the exchange', async () => {
  const url = await serve((response) => {
    response.write('half an answer', () => response.destroy());
  });
  const { fetch, exchanges } = recordingFetch();
  await expect((await fetch(url, post)).text()).rejects.toThrow('terminated');
  for (const server of servers) server.close();
  await expect(fetch(url, post)).rejects.toThrow('fetch failed');
  const kept = await exchanges();
  expect(kept.map(({ response, failure }) => [response?.broken, failure])).toEqual([
    [
      { received: 14, declared: null },
      'the exchange broke off after 14 bytes of the body (terminated: other side closed)',
    ],
    [undefined, `no response was received (fetch failed: connect ECONNREFUSED ${new URL(url).host})`],
  ]);
});

test('a credential is in no exchange, and where it came back it is found', async () => {
  const url = await serve((response) => {
    response.writeHead(401, { 'content-type': 'application/json', 'set-cookie': 'a=b', 'x-request-id': '1' });
    response.end(`{"error":{"message":"no such key: ${KEY}","type":"invalid_request_error"}}`);
  });
  const { fetch, exchanges } = recordingFetch();
  await fetch(`${url}/v1/chat/completions?key=${KEY}`, {
    ...post,
    headers: { ...post.headers, authorization: `Bearer ${KEY}` },
  });
  const kept = await exchanges();
  const texts = kept.flatMap(({ request, response }) => [
    request.url,
    JSON.stringify([request.headers, response?.headers]),
    Buffer.from(response?.body ?? []).toString(),
  ]);
  expect(texts.filter((text) => text.includes(KEY) || text.includes('a=b'))).toEqual([]);
  const [conversation] = judgeExchanges(kept).conversations;
  expect(conversation?.verdicts.find(({ check }) => check === 'errors/no-secret')).toMatchObject({
    outcome: 'fail',
    findings: [{ message: 'the credential came back', found: '(not shown)' }],
  });
});

test('exchangeFrom leaves request and response to be read, and takes none that was read', async () => {
  const request = new Request('https://llm.example.org/v1/chat/completions', post);
  const response = new Response('{"id":"1"}', {
    status: 200,
    headers: { 'content-type': 'application/json' },
  });
  expect(shown(await exchangeFrom(request, response))).toEqual({
    request: `POST /v1/chat/completions ${BODY}`,
    response: {
      status: 200,
      headers: [['content-type', ['application/json']]],
      body: '{"id":"1"}',
      provenComplete: true,
    },
    failure: undefined,
  });
  expect([await request.text(), await response.text()]).toEqual([BODY, '{"id":"1"}']);
  await expect(exchangeFrom(new Request(request.url), response)).rejects.toThrow(
    new SuiteError('the body of the response was read before; give its clone()'),
  );
});
