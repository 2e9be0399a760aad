/** Live exchanges against a server that breaks the rules of HTTP: what is retried, and what is kept. */
import type { Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { type LiveOptions, LiveTransport } from '../../src/transports/live.ts';
import {
  type Answer,
  after,
  answers,
  closeAll,
  connect,
  fakeClock,
  http,
  line,
  listen,
  piece,
  request,
  reset,
  STREAM,
  transport,
} from '../support/raw-peer.ts';
import { expect, test } from '../support/test.ts';

test.afterEach(closeAll);

interface NetworkCase {
  readonly title: string;
  readonly answer: Answer;
  readonly options?: LiveOptions;
  readonly exchanges: readonly string[];
  /** Default: one. */
  readonly connections?: number;
  readonly slept?: readonly number[];
}

const DIED = 'no response | the connection was lost before the first byte of an answer';

const cases: readonly NetworkCase[] = [
  { title: 'a whole answer', answer: answers(http(200, '{"a":1}')), exchanges: ['200 | {"a":1} | complete'] },
  {
    title: 'a streamed answer',
    answer: (socket) => void socket.write(`${STREAM}${piece('data: 1\n\n')}${piece('data: 2\n\n')}0\r\n\r\n`),
    exchanges: ['200 | data: 1\n\ndata: 2\n\n | complete'],
  },
  {
    title: 'a body that ends with its connection',
    answer: (socket) => void socket.end('HTTP/1.1 200 OK\r\n\r\nall of it'),
    exchanges: ['200 | all of it | complete'],
  },
  {
    title: 'reset before the answer, twice',
    answer: reset,
    exchanges: [DIED, DIED],
    connections: 2,
  },
  {
    title: 'closed before the answer, then answered',
    answer: (socket, number) => void (number === 1 ? socket.end() : socket.write(http(200))),
    exchanges: [DIED, '200 | {} | complete'],
    connections: 2,
  },
  {
    title: 'reset within the head',
    answer: after('HTTP/1.1 200 OK\r\nContent-Ty', reset),
    exchanges: ['no response | the connection was lost within the head of the answer'],
  },
  {
    title: 'reset during a streamed answer',
    answer: after(`${STREAM}${piece('data: 1\n\n')}`, reset),
    exchanges: ['200 | data: 1\n\n | incomplete | the connection was lost after 9 bytes of the body'],
  },
  {
    title: 'closed before Content-Length is reached',
    answer: (socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"a"'),
    exchanges: ['200 | {"a" | incomplete | the connection was lost after 4 bytes of the body'],
  },
  {
    title: 'a stall before the first byte',
    answer: () => {},
    options: { firstByteMs: 60 },
    exchanges: ['no response | no byte of an answer within 60 ms (first-byte timeout)'],
  },
  {
    title: 'a stall within the head',
    answer: (socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Ty'),
    options: { idleMs: 60 },
    exchanges: ['no response | nothing more for 60 ms within the head of the answer (idle timeout)'],
  },
  {
    title: 'a stall during the answer',
    answer: (socket) => void socket.write(`${STREAM}${piece('data: 1\n\n')}`),
    options: { idleMs: 60 },
    exchanges: [
      '200 | data: 1\n\n | incomplete | nothing more for 60 ms after 9 bytes of the body (idle timeout)',
    ],
  },
  {
    title: 'an answer that drips for ever',
    answer: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n.');
      const drip = setInterval(() => socket.write(''), 10);
      socket.on('close', () => clearInterval(drip));
    },
    options: { wholeMs: 100 },
    exchanges: [
      '200 | . | incomplete | not finished within 100 ms after 1 bytes of the body (whole timeout)',
    ],
  },
  {
    title: 'an empty body',
    answer: answers(http(200, '')),
    exchanges: ['200 |  | complete'],
  },
  {
    title: 'no HTTP at all',
    answer: (socket) => void socket.end('SSH-2.0-OpenSSH_9.6\r\n'),
    exchanges: ['no response | what came back is no HTTP within the head of the answer'],
  },
  {
    title: '429 with Retry-After, then answered',
    answer: answers(http(429, '{}', 'Retry-After: 7'), http(200)),
    exchanges: ['429 | {} | complete', '200 | {} | complete'],
    slept: [7000],
  },
  {
    title: '429 with a date, then answered',
    answer: answers(http(429, '{}', 'Retry-After: Thu, 19 Mar 2026 12:00:20 GMT'), http(200)),
    exchanges: ['429 | {} | complete', '200 | {} | complete'],
    slept: [20_000],
  },
  {
    title: '429 without Retry-After, to the end',
    answer: answers(http(429)),
    exchanges: Array(4).fill('429 | {} | complete'),
    slept: [1000, 2000, 4000],
  },
  {
    title: '429 that asks for more than we wait',
    answer: answers(http(429, '{}', 'Retry-After: 3600')),
    exchanges: ['429 | {} | complete'],
  },
  {
    title: 'a back-off that is capped',
    answer: answers(http(500)),
    options: { maxBackOffMs: 1500, random: () => 0 },
    exchanges: Array(4).fill('500 | {} | complete'),
    slept: [500, 750, 750],
  },
  {
    title: '408, 409 and 503, then answered',
    answer: answers(http(408), http(409), http(503), http(200)),
    exchanges: ['408 | {} | complete', '409 | {} | complete', '503 | {} | complete', '200 | {} | complete'],
    slept: [1000, 2000, 4000],
  },
  { title: '400', answer: answers(http(400)), exchanges: ['400 | {} | complete'] },
  {
    title: 'a 503 that breaks off, then answered',
    answer: (socket, number) => {
      if (number === 1) socket.end('HTTP/1.1 503 No\r\nContent-Length: 9\r\n\r\nbusy');
      else socket.write(http(200));
    },
    exchanges: [
      '503 | busy | incomplete | the connection was lost after 4 bytes of the body',
      '200 | {} | complete',
    ],
    connections: 2,
    slept: [1000],
  },
  {
    title: 'early hints before the answer',
    answer: (socket) =>
      void socket.write(Buffer.concat([Buffer.from('HTTP/1.1 103 Hints\r\n\r\n'), http(200)])),
    exchanges: ['200 | {} | complete'],
  },
  {
    title: 'a body above the limit',
    answer: answers(http(200, '0123456789')),
    options: { maxBodyBytes: 4 },
    exchanges: ['200 | 0123 | incomplete | the body is longer than 4 bytes and was cut there (size limit)'],
  },
  {
    title: 'a body at the limit',
    answer: answers(http(200, '0123')),
    options: { maxBodyBytes: 4 },
    exchanges: ['200 | 0123 | complete'],
  },
  {
    title: 'gzip that nobody asked for',
    answer: answers(http(200, gzipSync('{"a":1}'), 'Content-Encoding: gzip')),
    exchanges: ['200 | {"a":1} | complete'],
  },
  {
    title: 'Brotli that nobody asked for',
    answer: answers(http(200, brotliCompressSync('{"a":1}'), 'Content-Encoding: br')),
    exchanges: ['200 | {"a":1} | complete'],
  },
  {
    title: 'gzip that unpacks to more than the limit',
    answer: answers(http(200, gzipSync('a'.repeat(100_000)), 'Content-Encoding: gzip')),
    options: { maxBodyBytes: 1000 },
    exchanges: [
      `200 | ${'a'.repeat(1000)} | incomplete | the body is longer than 1000 bytes and was cut there (size limit)`,
    ],
  },
  {
    title: 'text that says it is gzip',
    answer: answers(http(200, '{"a":1}', 'Content-Encoding: gzip')),
    exchanges: ['200 | {"a":1} | complete'],
  },
  {
    title: 'a coding that nobody can undo',
    answer: answers(http(200, 'secret', 'Content-Encoding: zstd')),
    exchanges: [
      '200 |  | incomplete | the body came in the coding zstd though identity was asked for; its 6 bytes are not kept',
    ],
  },
];

for (const { title, answer, options, exchanges, connections: expected = 1, slept = [] } of cases) {
  test(title, async () => {
    const { peer, host } = await listen(answer);
    const clock = fakeClock();
    const live = transport({ clock, ...options });
    const last = await live.send(request(host));
    expect({
      exchanges: live.exchanges.map(line),
      isLast: live.exchanges.at(-1) === last,
      connections: peer.connections,
      requests: peer.requests.length,
      slept: clock.slept,
    }).toEqual({
      exchanges,
      isLast: true,
      connections: expected,
      requests: exchanges.length,
      slept,
    });
    for (const { response } of live.exchanges) {
      const arrived = response?.chunks?.reduce((sum, { bytes }) => sum + bytes, 0);
      expect(arrived).toBe(response?.body.length);
    }
  });
}

test('refused: no retry, and the failure says so', async () => {
  const { peer, host } = await listen(() => {});
  await peer.close();
  const live = transport();
  await live.send(request(host));
  expect(live.exchanges.map(line)).toEqual(['no response | the connection was refused']);
  expect(live.exchanges[0]?.failure).toContain(`ECONNREFUSED ${host}`);
});

test('a handshake that never ends is a connect timeout', async () => {
  const { host } = await listen(() => {});
  const live = new LiveTransport(connect(60), { clock: fakeClock() });
  await live.send({ ...request(host), url: `https://${host}/` });
  expect(live.exchanges.map(line)).toEqual(['no response | no connection within 60 ms (connect timeout)']);
});

test('headers are kept as they came, and the request as it left', async () => {
  const { peer, host } = await listen(answers(http(200, '', 'X-MiXed: 1', 'Set-Cookie: a', 'set-cookie: b')));
  const { request: sent, response } = await transport().send({
    ...request(host),
    headers: [...request(host).headers, ['accept-encoding', ['gzip']]],
  });
  expect(response?.headers).toEqual([
    ['X-MiXed', ['1']],
    ['Set-Cookie', ['a', 'b']],
    ['Content-Length', ['0']],
  ]);
  expect(sent.headers).toEqual([
    ...request(host).headers,
    ['Accept-Encoding', ['identity']],
    ['User-Agent', ['toolcall-conformance']],
  ]);
  const head = peer.requests[0]?.split('\r\n\r\n')[0]?.split('\r\n') ?? [];
  expect(head).toEqual(expect.arrayContaining(sent.headers.map(([name, [value]]) => `${name}: ${value}`)));
});

test('a redirect to another host is recorded, not followed', async () => {
  const other = await listen(answers(http(200)));
  const { host } = await listen(answers(http(307, '', `Location: http://${other.host}/v1`)));
  const live = transport();
  await live.send(request(host));
  expect(live.exchanges.map(({ response }) => response?.headers)).toEqual([
    [
      ['Location', [`http://${other.host}/v1`]],
      ['Content-Length', ['0']],
    ],
  ]);
  expect([other.peer.connections, other.peer.requests]).toEqual([0, []]);
});

/** The server closes the connection that it called kept alive: with the answer, and a little later. */
for (const [title, close] of [
  ['at once', (socket: Socket) => void socket.end()],
  ['a little later', (socket: Socket) => void setTimeout(() => socket.end(), 1)],
] as const) {
  test(`ten requests in a row to a server that closes each kept-alive connection ${title}`, async () => {
    const { host } = await listen((socket) => void socket.write(http(200), () => close(socket)));
    const live = transport();
    const statuses: unknown[] = [];
    for (let round = 0; round < 10; round += 1) {
      statuses.push((await live.send(request(host))).response?.status);
    }
    expect(statuses).toEqual(Array(10).fill(200));
  });
}

test('a kept-alive connection that dies under the next request is replaced', async () => {
  const { peer, host } = await listen((socket, number) => {
    if (number === 2) socket.resetAndDestroy();
    else socket.write(http(200));
  });
  const live = transport();
  await live.send(request(host));
  await live.send(request(host));
  expect(live.exchanges.map(line)).toEqual(['200 | {} | complete', DIED, '200 | {} | complete']);
  expect(peer.connections).toBe(2);
});
