/** What a probe says of endpoints that do not answer as an API does: the cause in words, without waiting for the rest. */
import { once } from 'node:events';
import { createServer as createHttpServer, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { timeoutLine, timeoutsOf } from '../../src/cli/timeouts.ts';
import { urlBelow } from '../../src/drive/drive.ts';
import { proxyOf } from '../../src/transports/proxies.ts';
import { runCli } from '../support/cli.ts';
import { expect, test } from '../support/test.ts';

let server: Server | undefined;
const sockets = new Set<Socket>();

test.afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server?.close();
  delete process.env['HTTP_PROXY'];
  delete process.env['HTTPS_PROXY'];
  delete process.env['NO_PROXY'];
});

async function listen(made: Server): Promise<string> {
  server = made;
  made.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  made.listen(0, '127.0.0.1');
  await once(made, 'listening');
  const address = made.address();
  return typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : '';
}

async function probed(url: string, ...more: readonly string[]) {
  const { code, stdout } = await runCli('probe', url, '--model', 'm', ...more);
  return { code, said: stdout.split('\n')[0] };
}

const asked = (why: string) => ({ code: 2, said: `the run could not be completed: ${why}` });

test('a server without TLS where the base URL has https', async () => {
  const host = await listen(createHttpServer());
  expect(await probed(`https://${host}/v1`)).toEqual(
    asked('the server does not speak TLS there: write http:// in the base URL, or correct its port'),
  );
});

test('a stream without an end is cut, and nothing else is sent', async () => {
  let requests = 0;
  const host = await listen(
    createHttpServer((_, answer) => {
      requests += 1;
      answerWithoutEnd(answer);
    }),
  );
  expect(await probed(`http://${host}/v1`)).toEqual({
    code: 2,
    said: expect.stringContaining('the body is longer than 16777216 bytes and was cut there (size limit)'),
  });
  expect(requests).toBe(1);
});

test('streams without an end after a good answer stop the probe too, and nothing passes', async () => {
  const { host, requests } = await listenForOne();
  const { code, stdout } = await runCli('probe', `http://${host}/v1`, '--model', 'm', '--in-flight', '1');
  expect({ requests: requests(), code, last: stdout.trim().split('\n').slice(-2) }).toEqual({
    requests: 4,
    code: 2,
    last: ['4 conversations (4 exchanges) judged', `the run could not be completed: ${THREE_ENDLESS}`],
  });
});

const THREE_ENDLESS =
  '3 answers had no end (the body is longer than 16777216 bytes and was cut there (size limit)), so nothing more is sent: correct the server';

/** Answers the first request well, and the others without an end. */
async function listenForOne() {
  let requests = 0;
  const host = await listen(
    createHttpServer((_, answer) => {
      requests += 1;
      if (requests === 1) answerWithText(answer);
      else answerWithoutEnd(answer);
    }),
  );
  return { host, requests: () => requests };
}

function answerWithText(answer: ServerResponse): void {
  const chunk = { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm' };
  const choice = { index: 0, delta: { role: 'assistant', content: 'No.' }, finish_reason: 'stop' };
  answer.writeHead(200, { 'content-type': 'text/event-stream' });
  answer.end(`data: ${JSON.stringify({ ...chunk, choices: [choice] })}\n\ndata: [DONE]\n\n`);
}

function answerWithoutEnd(answer: ServerResponse): void {
  answer.on('error', () => {}).writeHead(200, { 'content-type': 'text/event-stream' });
  const more = () => {
    while (!answer.destroyed && answer.write(`data: ${'x'.repeat(65_536)}\n\n`));
  };
  answer.on('drain', more);
  more();
}

test('HTTP_PROXY and NO_PROXY are honoured', async () => {
  const seen: string[] = [];
  const host = await listen(
    createHttpServer(({ url }, answer) => {
      seen.push(url ?? '');
      answer.writeHead(401, { 'content-type': 'application/json' }).end('{"error":{"message":"no"}}');
    }),
  );
  process.env['HTTP_PROXY'] = `http://${host}`;
  await probed('http://model.test/v1');
  process.env['NO_PROXY'] = '127.0.0.1';
  await probed(`http://${host}/v1?api-version=3`);
  expect(seen).toEqual(['http://model.test/v1/chat/completions', '/v1/chat/completions?api-version=3']);
});

test('HTTPS_PROXY is asked for a tunnel', async () => {
  const seen: string[] = [];
  const proxy = createHttpServer().on('connect', ({ url }, socket) => {
    seen.push(url ?? '');
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  process.env['HTTPS_PROXY'] = `http://${await listen(proxy)}`;
  const { code, said } = await probed('https://model.test/v1');
  expect([code, seen[0]]).toEqual([2, 'model.test:443']);
  expect(said).toBe(
    'the run could not be completed: the proxy passes nothing on to that host (403): correct HTTPS_PROXY, or name the host in NO_PROXY',
  );
});

for (const [variable, base, proxy, why] of [
  [
    'HTTP_PROXY',
    'http://model.test/v1',
    'http://127.0.0.1:9',
    'the connection to the proxy of HTTP_PROXY was refused (connect ECONNREFUSED 127.0.0.1:9)',
  ],
  [
    'HTTPS_PROXY',
    'https://model.test/v1',
    'http://127.0.0.1:9',
    'the connection to the proxy of HTTPS_PROXY was refused (connect ECONNREFUSED 127.0.0.1:9)',
  ],
  [
    'HTTP_PROXY',
    'http://model.test/v1',
    'http://proxy.invalid:3128',
    'no connection to the proxy of HTTP_PROXY could be made (getaddrinfo ENOTFOUND proxy.invalid)',
  ],
] as const) {
  test(`${variable} names ${proxy}, which cannot be reached`, async () => {
    process.env[variable] = proxy;
    expect(await probed(base)).toEqual(
      asked(`${why}: start the proxy, correct ${variable}, or name the host of the base URL in NO_PROXY`),
    );
  });
}

test('a proxy without TLS where HTTPS_PROXY has https', async () => {
  process.env['HTTPS_PROXY'] = `https://${await listen(createHttpServer())}`;
  expect(await probed('https://model.test/v1')).toEqual(
    asked(
      'no TLS is spoken there: where HTTPS_PROXY begins with https://, try http:// for the proxy; else correct the base URL',
    ),
  );
});

test('a tunnel that is cut is told from a server that is not there', async () => {
  const proxy = createHttpServer().on('connect', (_, socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    socket.once('data', () => socket.destroy());
  });
  process.env['HTTPS_PROXY'] = `http://${await listen(proxy)}`;
  const { said } = await probed('https://model.test/v1');
  expect(said).toMatch(/no connection through the proxy of HTTPS_PROXY could be made \(.*ECONNRESET/u);
  expect(said).toContain(
    '; does the proxy reach that host? correct HTTPS_PROXY, or name the host in NO_PROXY',
  );
});

test("a reset on the way through a plain proxy is not the server's", async () => {
  const proxy = createHttpServer(({ socket }) => socket.resetAndDestroy());
  process.env['HTTP_PROXY'] = `http://${await listen(proxy)}`;
  const { said } = await probed('http://model.test/v1', '--scenario', 'weather', '--delivery', 'buffered');
  expect(said).toMatch(
    /no request was answered: the connection through the proxy of HTTP_PROXY was lost before .*; does the proxy reach that host\? correct HTTP_PROXY/u,
  );
});

const PROXIES = { HTTPS_PROXY: 'http://p:1', HTTP_PROXY: 'http://q:1' };
const CHOSEN: readonly (readonly [url: string, env: Record<string, string>, variable: string | null])[] = [
  ['https://a.test', PROXIES, 'HTTPS_PROXY'],
  ['http://a.test', PROXIES, 'HTTP_PROXY'],
  ['https://a.test', { http_proxy: 'http://q:1' }, 'http_proxy'],
  ['http://a.test', { HTTPS_PROXY: 'http://p:1', HTTP_PROXY: '' }, null],
  ['http://a.test', { ...PROXIES, NO_PROXY: 'b, .a.test:81 c' }, 'HTTP_PROXY'],
  ['http://a.test:81', { ...PROXIES, NO_PROXY: 'b, .a.test:81 c' }, null],
  ['https://x.a.test', { ...PROXIES, NO_PROXY: '*.A.test:443' }, null],
  ['https://xa.test', { ...PROXIES, NO_PROXY: 'a.test' }, 'HTTPS_PROXY'],
  ['https://a.test', { ...PROXIES, NO_PROXY: '*' }, null],
];

for (const [url, env, variable] of CHOSEN) {
  test(`${url} with ${JSON.stringify(env)} goes through ${variable ?? 'no proxy'}`, () => {
    expect(proxyOf(url, env)).toBe(variable);
  });
}

test('a proxy that wants a login is told from a server', async () => {
  const host = await listen(createHttpServer((_, answer) => answer.writeHead(407).end()));
  process.env['HTTP_PROXY'] = `http://${host}`;
  expect(await probed('http://model.test/v1')).toEqual(
    asked(
      'the proxy wants a login (407): write http://NAME:PASSWORD@HOST:PORT into HTTP_PROXY or HTTPS_PROXY',
    ),
  );
});

for (const proxy of [
  'localhost:password@x',
  'ftp://proxy:21',
  'http://name:pass%zz@proxy:1',
  'http://%ff@proxy:1',
]) {
  test(`${proxy} is no address of a proxy, and what may be its password is not shown`, async () => {
    process.env['HTTP_PROXY'] = proxy;
    const { code, output } = await runCli('probe', 'http://model.test/v1', '--model', 'm');
    const error = 'error: HTTP_PROXY: is no address of a proxy; write it as http://HOST:PORT, or unset it';
    expect([code, output.trimEnd().split('\n').at(-1)]).toEqual([2, error]);
  });
}

const ADDRESSES: readonly (readonly [base: string, address: string, url: string])[] = [
  ['http://a/v1', '/chat', 'http://a/v1/chat'],
  ['http://a/v1/', '/chat', 'http://a/v1/chat'],
  ['http://a/v1?v=3', '/chat', 'http://a/v1/chat?v=3'],
  ['http://a/v1/?v=3&w', '/chat?alt=sse', 'http://a/v1/chat?alt=sse&v=3&w'],
];

for (const [base, address, url] of ADDRESSES) {
  test(`${address} below ${base}`, () => {
    expect(urlBelow(base, address)).toBe(url);
  });
}

test('--timeout is one number or three', () => {
  expect(timeoutsOf('60')).toEqual({ firstByteMs: 60_000, idleMs: 60_000, wholeMs: 60_000 });
  expect(timeoutsOf('60,0.5,600')).toEqual({ firstByteMs: 60_000, idleMs: 500, wholeMs: 600_000 });
  expect(timeoutLine(timeoutsOf(undefined))).toBe(
    'an answer may take 300 s to its first byte, 120 s between two arrivals and 600 s in total; --timeout sets other limits',
  );
  for (const text of ['0', '-1', 'x', '', '1,2', '1,2,3,4', '1e9', '99999999']) {
    expect(() => timeoutsOf(text), text).toThrow(
      /^--timeout .*: give the seconds of a whole answer, such as 60, or/u,
    );
  }
});
