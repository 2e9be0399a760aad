/** The tap on the wire: what a client gets through it is what it gets without it. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Tap } from '../../src/tap/tap.ts';
import { Heard } from '../support/heard.ts';
import fc from '../support/property.ts';
import { chunkOf, type RawMessage, RawReader, rawRequest, rawServer } from '../support/raw-http.ts';
import { afterwards, closeAll, tapOf } from '../support/tap-of.ts';
import { expect, test } from '../support/test.ts';

test.afterEach(closeAll);

interface Wire {
  /** Of the server, and of the tap in front of it. */
  readonly ports: readonly [direct: number, tapped: number];
  readonly heard: Heard;
  readonly refused: string[];
  readonly tap: Tap;
}

async function wire(
  answer: (socket: Socket, request: RawMessage) => Promise<void>,
  keptBytes = 1024 * 1024,
): Promise<Wire> {
  const server = await rawServer(answer);
  afterwards(server.close);
  const heard = new Heard();
  const refused: string[] = [];
  const tap = await tapOf(`http://127.0.0.1:${server.port}`, heard, {
    keptBytes,
    onRefused: (line) => refused.push(line),
  });
  return { ports: [server.port, Number(new URL(tap.origin).port)], heard, refused, tap };
}

const OF_THE_CONNECTION = /^(?:connection|keep-alive|transfer-encoding)$/iu;

/** What is to be the same on both ways. */
function comparable(message: RawMessage | null) {
  if (message === null) return null;
  const fields = message.fields.filter(([name]) => !OF_THE_CONNECTION.test(name));
  return { ...message, fields };
}

const latin1 = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  minLength: 1,
  maxLength: 400,
});
const chunksOf = fc.array(latin1, { minLength: 1, maxLength: 6 });
const field = fc.tuple(
  fc.constantFrom('X-One', 'x-two', 'X-THREE', 'Set-Cookie', 'Content-Type'),
  fc.constantFrom('a', 'b; c="d"', 'text/event-stream', 'x=1; Path=/', 'gr\xfcn'),
);

const script = fc
  .record({
    // The last two in UTF-8.
    status: fc.constantFrom('200 OK', '201 Made', '404 No Such Thing', '500 Oh\xc3\xa9', '409 \xe2\x82\xac'),
    fields: fc.array(field, { maxLength: 4 }),
    framing: fc.constantFrom('chunked', 'length', 'close'),
    gzip: fc.boolean(),
    chunks: chunksOf,
    /** Before each chunk, in milliseconds. */
    pauses: fc.array(fc.constantFrom(0, 0, 3), { minLength: 6, maxLength: 6 }),
    trailers: fc.array(fc.constantFrom('X-Sum: 1', 'X-Cost: 0.2'), { maxLength: 2 }),
    end: fc.constantFrom('whole', 'whole', 'whole', 'closed', 'reset'),
    request: fc.record({
      framing: fc.constantFrom('chunked', 'length'),
      chunks: chunksOf,
      trailers: fc.array(fc.constantFrom('X-Sum: 1', 'X-Cost: 0.2'), { maxLength: 2 }),
    }),
    // undici takes a reset for the end of a body that ends where its connection does.
  })
  .filter(({ framing, end }) => framing !== 'close' || end !== 'reset');

test('a client gets the same bytes in the same chunks, with the same fields and the same end', async () => {
  test.setTimeout(120_000);
  let playing: typeof script extends fc.Arbitrary<infer T> ? T | null : never = null;
  const requests: RawMessage[] = [];
  const { ports, heard } = await wire(async (socket, request) => {
    requests.push(request);
    if (playing === null) throw new Error('nothing is to be played');
    const { status, fields, framing, gzip, chunks, pauses, trailers, end } = playing;
    const bodies = gzip ? [gzipSync(Buffer.from(chunks.join(''), 'latin1')).toString('latin1')] : chunks;
    const head = [
      `HTTP/1.1 ${status}`,
      ...fields.map(([name, value]) => `${name}: ${value}`),
      ...(gzip ? ['Content-Encoding: gzip'] : []),
      ...(framing === 'chunked' ? ['Transfer-Encoding: chunked'] : []),
      ...(framing === 'length' ? [`Content-Length: ${bodies.join('').length}`] : []),
      ...(framing === 'close' ? ['Connection: close'] : []),
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n`, 'latin1');
    for (const [at, body] of bodies.entries()) {
      await pause(pauses[at] ?? 0);
      const isLast = at === bodies.length - 1;
      if (isLast && end !== 'whole') break;
      socket.write(framing === 'chunked' ? chunkOf(body) : body, 'latin1');
    }
    if (end === 'whole' && framing === 'chunked') socket.write(`0\r\n${[...trailers, ''].join('\r\n')}\r\n`);
    // What was written is to arrive before the reset.
    await pause(5);
    if (end === 'reset') socket.resetAndDestroy();
    else if (end === 'closed' || framing === 'close') socket.end();
  });

  await fc.assert(
    fc.asyncProperty(script, async (next) => {
      playing = next;
      requests.length = 0;
      heard.events.length = 0;
      const { framing, chunks, trailers } = next.request;
      const body =
        framing === 'chunked'
          ? [...chunks.map(chunkOf), `0\r\n${[...trailers, ''].join('\r\n')}\r\n`]
          : [chunks.join('')];
      const announced = trailers.length === 0 ? '' : 'Trailer: X-Sum, X-Cost\r\n';
      const length =
        framing === 'chunked'
          ? `${announced}Transfer-Encoding: chunked`
          : `Content-Length: ${chunks.join('').length}`;
      const answers: (RawMessage | null)[] = [];
      for (const port of ports) {
        const socket = rawRequest(port, [
          `POST /v1/x?y=1 HTTP/1.1\r\nhOsT: 127.0.0.1:1\r\nX-Odd-Case: 1\r\nAccept: a\r\naccept: b\r\n${length}\r\n\r\n`,
          ...body,
        ]);
        answers.push(await new RawReader(socket).read());
        socket.destroy();
      }
      expect(comparable(answers[1] ?? null)).toEqual(comparable(answers[0] ?? null));
      const [sentDirect, sentTapped] = requests;
      expect(sentTapped?.start).toBe(sentDirect?.start);
      // Each hop has a host, and says the length of a body in its own place.
      const named = (message: RawMessage | undefined) =>
        message?.fields.filter(
          ([name]) => !OF_THE_CONNECTION.test(name) && !/^(?:host|content-length)$/iu.test(name),
        );
      expect(named(sentTapped)).toEqual(named(sentDirect));
      expect(sentTapped?.chunks).toEqual(sentDirect?.chunks);
      expect(sentTapped?.trailers).toEqual(sentDirect?.trailers);
      expect(heard.bodies()).toEqual({ sent: chunks.join(''), arrived: answers[1]?.chunks.join('') });
    }),
    { numRuns: 60 },
  );
});

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n';
const GET = 'GET /v1/x HTTP/1.1\r\nHost: x\r\n\r\n';

test('what no reason phrase may hold is left out of it, and an answer with no status at all is said to be no HTTP', async () => {
  const statuses = ['500 \x1b[31mOh', '000 Oh'];
  const { ports, heard } = await wire(async (socket) => {
    socket.end(`HTTP/1.1 ${statuses.shift()}\r\nContent-Length: 2\r\n\r\n{}`);
  });
  const answers = [await new RawReader(rawRequest(ports[1], [GET])).read()];
  answers.push(await new RawReader(rawRequest(ports[1], [GET])).read());
  expect(answers.map((answer) => answer?.start)).toEqual(['HTTP/1.1 500 [31mOh', undefined]);
  const lost = 'the connection was lost before the first byte of an answer (what came back is no HTTP)';
  expect(heard.failures()).toEqual([null, lost]);
});

for (const [method, status] of [
  ['HEAD', '200 OK'],
  ['GET', '304 Not Modified'],
  ['POST', '204 No Content'],
] as const) {
  test(`an answer ${status} to ${method} is whole with its head, whatever length that tells`, async () => {
    const head = `HTTP/1.1 ${status}\r\nContent-Length: 5`;
    const { ports, heard } = await wire(async (socket) => void socket.write(`${head}\r\n\r\n`));
    const socket = rawRequest(ports[1], [`${method} /v1/x HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`]);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toContain(head);
    await expect.poll(() => heard.failures()).toEqual([null]);
    socket.destroy();
  });
}

test('no piece waits for the next one', async () => {
  let arrived = (_count: number) => {};
  const { ports, heard } = await wire(async (socket) => {
    socket.write(HEAD);
    for (let number = 1; number <= 20; number += 1) {
      const isThere = new Promise<void>((resolve) => {
        arrived = (count) => (count === number ? resolve() : undefined);
      });
      socket.write(chunkOf(`data: ${number}\n\n`));
      await isThere;
    }
    socket.write('0\r\n\r\n');
  });
  const answer = await new RawReader(rawRequest(ports[1], [GET])).read((count) => arrived(count));
  expect([answer?.chunks.length, answer?.ended, heard.failures()]).toEqual([20, 'whole', [null]]);
});

test('where the client hangs up, the upstream is told at once, and so is the recorder', async () => {
  let closed = (_why: string) => {};
  const isClosed = new Promise<string>((resolve) => {
    closed = resolve;
  });
  const { ports, heard } = await wire(async (socket) => {
    socket.on('close', () => closed('closed'));
    socket.write(HEAD + chunkOf('data: 1\n\n'));
  });
  const socket = rawRequest(ports[1], [GET]);
  await new RawReader(socket).read(() => socket.destroy());
  expect(await isClosed).toBe('closed');
  await expect.poll(() => heard.failures()).toEqual(['the client hung up']);
});

test('a client that reads nothing stops the upstream, and what is told ends at the limit', async () => {
  const piece = chunkOf('x'.repeat(64 * 1024));
  const pieces = 1600;
  let written = 0;
  const { ports, heard } = await wire(async (socket) => {
    socket.write(HEAD);
    for (; written < pieces; written += 1) {
      if (!socket.write(piece)) await new Promise((resolve) => socket.once('drain', resolve));
    }
    socket.write('0\r\n\r\n');
  });
  const socket = rawRequest(ports[1], [GET]).pause();
  await pause(500);
  const whileNobodyReads = written;
  expect(whileNobodyReads).toBeLessThan(pieces / 4);
  let got = 0;
  socket
    .on('data', (data) => {
      got += data.length;
    })
    .resume();
  await expect
    .poll(() => heard.failures(), { timeout: 20_000 })
    .toEqual(['the body is longer than 1048576 bytes and was cut there (size limit)']);
  await expect.poll(() => got, { timeout: 20_000 }).toBeGreaterThan(pieces * 64 * 1024);
  expect(heard.bodies().arrived).toHaveLength(1024 * 1024);
});

test('a WebSocket and a tunnel are refused, with a line that says so', async () => {
  const { ports, refused } = await wire(async () => {});
  const upgrade =
    'GET /v1/realtime?key=secret HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
  const answers = [];
  for (const request of [upgrade, 'CONNECT api.openai.com:443 HTTP/1.1\r\nHost: x\r\n\r\n']) {
    answers.push((await new RawReader(rawRequest(ports[1], [request])).read())?.start);
  }
  expect(answers).toEqual(['HTTP/1.1 426 Upgrade Required', 'HTTP/1.1 426 Upgrade Required']);
  const next = 'have the client send plain HTTP requests to the base URL';
  expect(refused).toEqual([
    `an upgrade to websocket is not passed on (/v1/realtime); ${next}`,
    `CONNECT is not passed on (api.openai.com:443); ${next}`,
  ]);
});
