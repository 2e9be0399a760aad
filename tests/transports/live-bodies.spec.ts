/** Bodies on the wire: their bounds, times and ends, and no key in them. */
import { gzipSync } from 'node:zlib';
import { parseCassette } from '../../src/evidence/cassette/parse.ts';
import { formatCassette } from '../../src/evidence/cassette/write.ts';
import type { BrokenBody } from '../../src/evidence/exchange.ts';
import { redactExchange } from '../../src/redact/redact.ts';
import { timeTo } from '../../src/results/timings.ts';
import type { LiveOptions } from '../../src/transports/live.ts';
import {
  type Answer,
  after,
  answers,
  bytesOf,
  closeAll,
  event,
  fakeClock,
  http,
  KEY,
  listen,
  piece,
  request,
  reset,
  STREAM,
  textOf,
  transport,
} from '../support/raw-peer.ts';
import { expect, test } from '../support/test.ts';

test.afterEach(closeAll);

test('half a character at the end of the body is kept', async () => {
  const { host } = await listen(answers(http(200, Uint8Array.of(0x22, 0xe2, 0x82))));
  const { response } = await transport().send(request(host));
  expect([...(response?.body ?? [])]).toEqual([0x22, 0xe2, 0x82]);
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
