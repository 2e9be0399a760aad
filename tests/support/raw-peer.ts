/** A server on raw sockets that can break every rule of HTTP, and live connections to it. */
import { createServer, type Server, type Socket } from 'node:net';
import type { Exchange, HttpRequest } from '../../src/evidence/exchange.ts';
import { type LiveOptions, LiveTransport } from '../../src/transports/live.ts';
import { LiveConnections } from '../../src/transports/live-connections.ts';

export const KEY = 'sk-test-0123456789abcdef';

export const bytesOf = (text: string) => new TextEncoder().encode(text);

export const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString();

/** Answers on a connection on which a whole request has arrived. `number` counts the requests from 1. */
export type Answer = (socket: Socket, number: number) => void;

/** A server on raw sockets that answers requests by script and can break every rule of HTTP. */
export class Peer {
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

/** Closes the connections and the servers of a test. */
export async function closeAll(): Promise<void> {
  await Promise.all(connections.splice(0).map((one) => one.close()));
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
}

export async function listen(answer: Answer): Promise<{ peer: Peer; host: string }> {
  const peer = new Peer(answer);
  peers.push(peer);
  return { peer, host: await peer.listen() };
}

/** A clock that advances only during sleep. */
export function fakeClock() {
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

export function connect(connectMs?: number): LiveConnections {
  const made = new LiveConnections(connectMs === undefined ? {} : { connectMs });
  connections.push(made);
  return made;
}

export function transport(options: LiveOptions = {}): LiveTransport {
  return new LiveTransport(connect(), { clock: fakeClock(), random: () => 1, ...options });
}

export function request(host: string, path = '/v1/chat/completions'): HttpRequest {
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

/** Returns a whole answer as bytes on the wire. */
export function http(status: number, body: string | Uint8Array = '{}', ...headers: string[]): Buffer {
  const bytes = Buffer.from(body);
  const head = [`HTTP/1.1 ${status} Any`, ...headers, `Content-Length: ${bytes.length}`, '', ''];
  return Buffer.concat([Buffer.from(head.join('\r\n')), bytes]);
}

export const answers =
  (...parts: readonly Uint8Array[]): Answer =>
  (socket, number) =>
    void socket.write(parts[number - 1] ?? parts.at(-1) ?? '');

export const STREAM =
  'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n';

export const piece = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

export const reset: Answer = (socket) => socket.resetAndDestroy();

export const after =
  (head: string, then: Answer): Answer =>
  (socket, number) =>
    void socket.write(head, () => setTimeout(() => then(socket, number), 20));

/** Describes an exchange in one line. Leaves out system details in parentheses after a failure. */
export function line({ response, failure }: Exchange): string {
  const shown = response
    ? [response.status, textOf(response.body), response.provenComplete ? 'complete' : 'incomplete']
    : ['no response'];
  return [
    ...shown,
    ...(failure === undefined ? [] : [failure.replace(/ \((?![\w-]+ (?:timeout|limit)\)).*\)$/u, '')]),
  ].join(' | ');
}

export const event = (content: string) =>
  `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;
