import { createServer, type Server, type Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { parseCassette } from '../../src/evidence/cassette/parse.ts';
import { formatCassette } from '../../src/evidence/cassette/write.ts';
import { type BrokenBody, type Exchange, type HttpRequest, whyUnsent } from '../../src/evidence/exchange.ts';
import { redactExchange } from '../../src/redact/redact.ts';
import { timeTo } from '../../src/results/timings.ts';
import { SuiteError } from '../../src/system/failure.ts';
import { ProviderLimits } from '../../src/transports/limits.ts';
import { type LiveOptions, LiveTransport } from '../../src/transports/live.ts';
import { LiveConnections } from '../../src/transports/live-connections.ts';
import { retryAfter } from '../../src/transports/live-retry.ts';
import { expect, test } from '../support/test.ts';

const KEY = 'sk-test-0123456789abcdef';
const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString();

/** Plays its part on a connection on which a whole request has arrived; `number` counts requests from 1. */
type Answer = (socket: Socket, number: number) => void;

/** A server that answers requests by script, on raw sockets: it can break every rule of HTTP. */
class Peer {
  readonly requests: string[] = [];
  connections = 0;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  constructor(answer: Answer) {
    this.#server = createServer((socket) => {
      this.connections += 1;
      this.#sockets.add(socket);
      let received = '';
      socket.on('error', () => {});
      socket.on('data', (piece) => {
        received += piece.toString('latin1');
        const end = received.indexOf('\r\n\r\n') + 4;
        const length = Number(/content-length: (\d+)/iu.exec(received)?.[1] ?? 0);
        if (end < 4 || received.length < end + length) return;
        this.requests.push(received.slice(0, end + length));
        received = received.slice(end + length);
        answer(socket, this.requests.length);
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    return typeof address === 'object' && address ? `127.0.0.1:${address.port}` : '';
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const peers: Peer[] = [];
const connections: LiveConnections[] = [];

test.afterEach(async () => {
  await Promise.all(connections.splice(0).map((one) => one.close()));
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
});

async function listen(answer: Answer): Promise<{ peer: Peer; host: string }> {
  const peer = new Peer(answer);
  peers.push(peer);
  return { peer, host: await peer.listen() };
}

/** Time that passes only when somebody sleeps. */
function fakeClock() {
  const slept: number[] = [];
  const epoch = Date.parse('2026-03-19T12:00:00Z');
  let now = 0;
  return {
    slept,
    monotonic: () => now,
    epoch: () => epoch + now,
    sleep: async (ms: number) => {
      slept.push(ms);
      now += ms;
    },
  };
}

function connect(connectMs?: number): LiveConnections {
  const made = new LiveConnections(connectMs === undefined ? {} : { connectMs });
  connections.push(made);
  return made;
}

function transport(options: LiveOptions = {}): LiveTransport {
  return new LiveTransport(connect(), { clock: fakeClock(), random: () => 1, ...options });
}

function request(host: string, path = '/v1/chat/completions'): HttpRequest {
  return {
    method: 'POST',
    url: `http://${host}${path}`,
    headers: [
      ['Content-Type', ['application/json']],
      ['Authorization', [`Bearer ${KEY}`]],
    ],
    body: bytesOf('{"model":"m"}'),
  };
}

/** A whole answer as bytes on the wire. */
function http(status: number, body: string | Uint8Array = '{}', ...headers: string[]): Buffer {
  const bytes = Buffer.from(body);
  const head = [`HTTP/1.1 ${status} Any`, ...headers, `Content-Length: ${bytes.length}`, '', ''];
  return Buffer.concat([Buffer.from(head.join('\r\n')), bytes]);
}

const answers =
  (...parts: readonly Uint8Array[]): Answer =>
  (socket, number) =>
    void socket.write(parts[number - 1] ?? parts.at(-1) ?? '');

const STREAM = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n';
const piece = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const reset: Answer = (socket) => socket.resetAndDestroy();
const after =
  (head: string, then: Answer): Answer =>
  (socket, number) =>
    void socket.write(head, () => setTimeout(() => then(socket, number), 20));

/** One line for an exchange; what the system adds to a failure in parentheses is left out. */
function line({ response, failure }: Exchange): string {
  const shown = response
    ? [response.status, textOf(response.body), response.provenComplete ? 'complete' : 'incomplete']
    : ['no response'];
  return [
    ...shown,
    ...(failure === undefined ? [] : [failure.replace(/ \((?![\w-]+ (?:timeout|limit)\)).*\)$/u, '')]),
  ].join(' | ');
}

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

test('half a character at the end of the body is kept', async () => {
  const { host } = await listen(answers(http(200, Uint8Array.of(0x22, 0xe2, 0x82))));
  const { response } = await transport().send(request(host));
  expect([...(response?.body ?? [])]).toEqual([0x22, 0xe2, 0x82]);
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

const flood: Answer = (socket) => {
  const data = piece('x'.repeat(64 * 1024));
  const more = () => {
    while (!socket.destroyed && socket.write(data));
  };
  socket.on('drain', more);
  socket.write(STREAM);
  more();
};

test('an endless stream is bounded by the size limit', async () => {
  const { peer, host } = await listen(flood);
  const { response, failure } = await transport({ maxBodyBytes: 3_000_000 }).send(request(host));
  expect([response?.body.length, failure]).toEqual([
    3_000_000,
    'the body is longer than 3000000 bytes and was cut there (size limit)',
  ]);
  expect(peer.requests.length).toBe(1);
});

test('an endless stream is bounded by the whole timeout', async () => {
  const { host } = await listen((socket) => {
    socket.write(STREAM);
    const drip = setInterval(() => socket.write(piece('data: 1\n\n')), 5);
    socket.on('close', () => clearInterval(drip));
  });
  const { response, failure } = await transport({ wholeMs: 150, idleMs: 100 }).send(request(host));
  expect(response?.body.length).toBeGreaterThan(0);
  expect(failure).toMatch(/^not finished within 150 ms after \d+ bytes of the body \(whole timeout\)$/u);
});

test('a stream of single bytes keeps its boundaries within bounds', async () => {
  const total = 300_000;
  const { host } = await listen((socket) => void socket.end(`${STREAM}${piece('x').repeat(total)}0\r\n\r\n`));
  const { response } = await transport().send(request(host));
  expect(response?.body.length).toBe(total);
  expect(response?.chunks?.length).toBeLessThan(101_000);
  expect(response?.chunks?.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(total);
});

test('boundaries and times are those of the arrival', async () => {
  let now = 0;
  const { host } = await listen((socket) => {
    socket.write(`${STREAM}${piece('data: 1\n\n')}`);
    setTimeout(() => {
      now = 250;
      socket.write(`${piece('data: ')}${piece('2\n\n')}0\r\n\r\n`);
    }, 30);
  });
  const exchange = await transport({ clock: { ...fakeClock(), monotonic: () => now } }).send(request(host));
  expect(exchange.response?.chunks).toEqual([
    { bytes: 9, at: 0 },
    { bytes: 6, at: 250 },
    { bytes: 3, at: 250 },
  ]);
  expect(exchange.ms).toBe(250);
  expect([timeTo(exchange, 0), timeTo(exchange, 8), timeTo(exchange, 9), timeTo(exchange, 18)]).toEqual([
    0,
    0,
    250,
    undefined,
  ]);
});

test('cancelled midstream: what had arrived is the answer, and the next request is unharmed', async () => {
  const cancel = new AbortController();
  const { host } = await listen((socket, number) => {
    if (number === 2) return void socket.write(http(200));
    socket.write(`${STREAM}${piece('data: 1\n\n')}`, () => setTimeout(() => cancel.abort(), 30));
  });
  const shared = connect();
  const exchange = await new LiveTransport(shared, { signal: cancel.signal }).send(request(host));
  expect(line(exchange)).toBe(
    '200 | data: 1\n\n | incomplete | cancelled by the client after 9 bytes of the body',
  );
  expect(line(await new LiveTransport(shared).send(request(host)))).toBe('200 | {} | complete');
});

test('cancelled before it left: nothing is sent', async () => {
  const { peer, host } = await listen(answers(http(200)));
  const live = transport({ signal: AbortSignal.abort() });
  expect(whyUnsent(await live.send(request(host)))).toBe('cancelled');
  expect([live.exchanges.length, peer.connections]).toEqual([1, 0]);
});

test('cancelled while it backs off: the refusal is the answer', async () => {
  const cancel = new AbortController();
  const { host } = await listen(answers(http(429)));
  const sleep = async () => {
    cancel.abort();
    cancel.signal.throwIfAborted();
  };
  const live = transport({ signal: cancel.signal, clock: { ...fakeClock(), sleep } });
  await live.send(request(host));
  expect(live.exchanges.map(line)).toEqual(['429 | {} | complete']);
});

test('a refused first attempt is not sent; a refused second one leaves it at the first', async () => {
  const { peer, host } = await listen(answers(http(503)));
  const seen: unknown[] = [];
  const allowing = (budget: number): LiveOptions => ({
    beforeAttempt: ({ number, previous }) => {
      seen.push([number, previous?.response?.status ?? null]);
      return number > budget ? { refused: 'budget' } : 'admitted';
    },
    afterAttempt: ({ number }, { response }) => void seen.push(['after', number, response?.status]),
  });
  expect(whyUnsent(await transport(allowing(0)).send(request(host)))).toBe('budget');
  expect(peer.connections).toBe(0);
  const live = transport(allowing(1));
  await live.send(request(host));
  expect(live.exchanges.map(line)).toEqual(['503 | {} | complete']);
  expect(seen).toEqual([
    [1, null],
    [1, null],
    ['after', 1, 503],
    [2, 503],
  ]);
});

const unsendable: readonly [string, Partial<HttpRequest>][] = [
  ['a URL that is none', { url: `nowhere?key=${KEY}` }],
  ['a URL that is not of the web', { url: `file:///etc/passwd?${KEY}` }],
  ['a header with a line break', { headers: [['Authorization', [`Bearer ${KEY}\n`]]] }],
];

for (const [title, part] of unsendable) {
  test(`${title} is an error of ours, and shows no key`, async () => {
    const { host } = await listen(answers(http(200)));
    const told: unknown[] = [];
    const error: unknown = await transport({
      afterAttempt: (_, exchange) => void told.push(whyUnsent(exchange)),
    })
      .send({ ...request(host), ...part })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SuiteError);
    expect(String(error)).not.toContain(KEY);
    expect(told, 'who admitted it is told that it did not leave').toEqual(['it could not leave']);
  });
}

const NOON = Date.parse('2026-03-19T12:00:00Z');
const waits: readonly [string, string, number | undefined][] = [
  ['Retry-After', '3', 3000],
  ['Retry-After', '0', 0],
  ['retry-after', '1.5', 1500],
  ['retry-after-ms', '250', 250],
  ['Retry-After', 'Thu, 19 Mar 2026 12:00:05 GMT', 5000],
  ['Retry-After', 'Thu, 19 Mar 2026 11:00:00 GMT', 0],
  ['Retry-After', '-5', undefined],
  ['Retry-After', 'soon', undefined],
  ['Retry-After', '', undefined],
];

for (const [name, value, ms] of waits) {
  test(`${name}: ${JSON.stringify(value)} asks for ${ms} ms`, () => {
    expect(retryAfter([[name, [value]]], NOON)).toBe(ms);
  });
}

const event = (content: string) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;
const echoes: readonly [title: string, answer: Answer][] = [
  ['in an error body', answers(http(401, JSON.stringify({ error: { message: `bad key ${KEY}` } })))],
  ['in base64', answers(http(401, JSON.stringify({ error: { message: btoa(`user:${KEY}`) } })))],
  ['in a redirect', answers(http(307, '', `Location: http://127.0.0.1:9/?key=${encodeURIComponent(KEY)}`))],
  ['in a header of its own', answers(http(200, '{}', `X-Debug: Bearer ${KEY}`))],
  [
    'over deltas',
    answers(Buffer.from(`${STREAM}${[...KEY].map((letter) => piece(event(letter))).join('')}0\r\n\r\n`)),
  ],
  [
    'over chunks',
    answers(Buffer.from(`${STREAM}${[...event(KEY)].map((letter) => piece(letter)).join('')}0\r\n\r\n`)),
  ],
  ['in an answer that breaks off', (socket) => void socket.end(`${STREAM}${piece(event(KEY).slice(0, -9))}`)],
  ['under gzip', answers(http(401, gzipSync(`{"error":"${KEY}"}`), 'Content-Encoding: gzip'))],
];

for (const [title, answer] of echoes) {
  test(`a key that comes back ${title} reaches no cassette`, async () => {
    const { host } = await listen(answer);
    const live = transport();
    await live.send(request(host, `/v1?key=${KEY}`));
    const interactions = live.exchanges.map((exchange) => ({
      exchange: redactExchange(exchange, [{ name: 'TEST_KEY', value: KEY }]),
    }));
    const cassette = formatCassette({ interactions });
    const joined = [...cassette.matchAll(/"content":"(.*?)"/gu)].map(([, content]) => content).join('');
    for (const trace of [
      KEY,
      encodeURIComponent(KEY),
      btoa(KEY).slice(0, -4),
      btoa(`user:${KEY}`).slice(8, -4),
    ]) {
      expect(`${cassette}\n${joined}`).not.toContain(trace);
    }
    const [{ exchange } = { exchange: undefined }] = interactions;
    const response = JSON.stringify([
      exchange?.response?.headers,
      textOf(exchange?.response?.body ?? bytesOf('')),
    ]);
    expect(response).toContain('[REDACTED:TEST_KEY]');
    expect(parseCassette(cassette, 'x.yaml').interactions.map((one) => one.exchange)).toEqual(
      interactions.map((one) => one.exchange),
    );
  });
}

test('limits: never more in flight than allowed, first come first served', async () => {
  const limits = new ProviderLimits({ inFlight: 2 });
  const order: number[] = [];
  let [running, most] = [0, 0];
  await Promise.all(
    [1, 2, 3, 4, 5].map((number) =>
      limits.run(async () => {
        order.push(number);
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
      }),
    ),
  );
  expect({ order, most }).toEqual({ order: [1, 2, 3, 4, 5], most: 2 });
});

/** Time that stands still until it is told to pass; sleepers wake in the order of their times. */
function steppedClock() {
  const sleepers: { at: number; wake: () => void }[] = [];
  let now = 0;
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    monotonic: () => now,
    epoch: () => now,
    sleep: (ms: number) => new Promise<void>((wake) => void sleepers.push({ at: now + ms, wake })),
    async passUntilIdle() {
      for (await settle(); sleepers.length > 0; await settle()) {
        sleepers.sort((left, right) => left.at - right.at);
        const next = sleepers.shift();
        now = Math.max(now, next?.at ?? now);
        next?.wake();
      }
    },
  };
}

test('limits: attempts leave evenly spaced, and not while the provider asked to wait', async () => {
  const clock = steppedClock();
  const limits = new ProviderLimits({ requestsPerMinute: 60 }, clock);
  const left: [number, number][] = [];
  const leaving = [1, 2, 3, 4].map((number) =>
    limits.run(async () => {
      left.push([number, clock.monotonic()]);
      if (number === 2) limits.holdOff(5000);
    }),
  );
  await clock.passUntilIdle();
  await Promise.all(leaving);
  expect(left).toEqual([
    [1, 0],
    [2, 1000],
    [3, 6000],
    [4, 7000],
  ]);
});

test('limits: who is cancelled in the queue leaves it', async () => {
  const limits = new ProviderLimits({ inFlight: 1 });
  const cancel = new AbortController();
  const ran: string[] = [];
  const first = limits.run(async () => {
    await expect(limits.run(async () => ran.push('second'), cancel.signal)).rejects.toThrow('enough');
    ran.push('first');
  });
  cancel.abort(new Error('enough'));
  await first;
  expect(ran).toEqual(['first']);
});

const brokenBodies: readonly {
  readonly title: string;
  readonly answer: Answer;
  readonly options?: LiveOptions;
  readonly broken?: BrokenBody;
}[] = [
  {
    title: 'fewer bytes than Content-Length',
    answer: (socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"a"'),
    broken: { received: 4, declared: 9 },
  },
  {
    title: 'fewer bytes than Content-Length before a connection that closes',
    answer: (socket) =>
      void socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\n{"a"'),
    broken: { received: 4, declared: 9 },
  },
  {
    title: 'no last chunk',
    answer: (socket) => void socket.end(`${STREAM}${piece('data: 1\n\n')}`),
    broken: { received: 9, declared: null },
  },
  {
    title: 'a reset before the last chunk',
    answer: after(`${STREAM}${piece('data: 1\n\n')}`, reset),
    broken: { received: 9, declared: null },
  },
  {
    title: 'a chunk of no length',
    answer: (socket) => void socket.end(`${STREAM}${piece('data: 1\n\n')}zz\r\n`),
    broken: { received: 9, declared: null },
  },
  {
    title: 'fewer compressed bytes than Content-Length',
    answer: (socket) => {
      const packed = gzipSync('{"a":1}').subarray(0, 20);
      socket.end(
        Buffer.concat([
          Buffer.from('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 27\r\n\r\n'),
          packed,
        ]),
      );
    },
    broken: { received: 20, declared: 27 },
  },
  { title: 'a whole body', answer: answers(http(200)) },
  { title: 'a reset after the whole body', answer: after(http(200).toString(), reset) },
  {
    title: 'a body that the end of the connection ends',
    answer: (socket) => void socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}'),
  },
  {
    title: 'a limit of our own',
    answer: answers(http(200, '0123456789')),
    options: { maxBodyBytes: 4 },
  },
  {
    title: 'a stall that our own limit ends',
    answer: (socket) => void socket.write(`${STREAM}${piece('data: 1\n\n')}`),
    options: { idleMs: 60 },
  },
];
for (const { title, answer, options, broken } of brokenBodies) {
  test(`what is missing of a body is counted on the wire: ${title}`, async () => {
    const { host } = await listen(answer);
    const { response } = await transport(options).send(request(host));
    expect(response?.broken).toEqual(broken);
  });
}
