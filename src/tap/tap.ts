/** A recording reverse proxy between clients and upstreams. It reports everything that passes to a listener. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Dispatcher } from 'undici';
import { messageOf, SuiteError } from '../system/failure.ts';
import { HEADER_BYTES } from '../transports/live-connections.ts';
import { answerForUpstream, forward } from './forwarded-exchange.ts';
import { routeOf, type Upstream } from './upstreams.ts';
import type { WireListener } from './wire-event.ts';

export interface TapOptions {
  readonly upstreams: readonly Upstream[];
  readonly dispatcher: Dispatcher;
  readonly listener: WireListener;
  /** A port on 127.0.0.1; 0 for any free one. */
  readonly port: number;
  /** How many bytes of a body are reported to the listener; all of it is forwarded. */
  readonly keptBytes: number;
  /** True if the upstreams may speak HTTP/2. */
  readonly http2: boolean;
  /** Called with one line for each request that is not forwarded. */
  readonly onRefused: (line: string) => void;
}

export interface Tap {
  /** Without a slash at the end. */
  readonly origin: string;
  /** Ends the exchanges in progress, and the connections to the upstreams. */
  close(): Promise<void>;
}

/** @throws {SuiteError} when the port cannot be opened */
export async function openTap(options: TapOptions): Promise<Tap> {
  const { upstreams, dispatcher, listener, port, onRefused } = options;
  let last = 0;
  const server = createServer({ requestTimeout: 0, headersTimeout: 0, maxHeaderSize: HEADER_BYTES });
  server.on('request', (incoming, outgoing) => {
    const target = incoming.url ?? '/';
    const route = routeOf(upstreams, target);
    if (route === null) {
      const known = upstreams.map(({ basePath }) => basePath).join(', ');
      const problem = `no upstream has the path ${pathOf(target)}; the base paths are ${known}`;
      onRefused(problem);
      answerForUpstream(outgoing, problem, 404);
      return;
    }
    last += 1;
    const id = last;
    void listener.ready().then(() => forward(id, route, incoming, outgoing, options));
  });
  server.on('upgrade', (incoming, socket) => onRefused(refuse(incoming, socket)));
  server.on('connect', (incoming, socket) => onRefused(refuse(incoming, socket)));
  await listen(server, port);
  const address = server.address();
  const heard = typeof address === 'object' && address !== null ? address.port : port;
  return {
    origin: `http://127.0.0.1:${heard}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await dispatcher.destroy();
    },
  };
}

/** The path without the query, which may contain a key. */
function pathOf(target: string): string {
  return target.split('?')[0] ?? target;
}

/** Answers with 426; clients that do not need a WebSocket then continue over HTTP. Returns the line to report. */
function refuse({ method, url = '/', headers }: IncomingMessage, socket: Duplex): string {
  const what = method === 'CONNECT' ? 'CONNECT' : `an upgrade to ${headers.upgrade ?? 'another protocol'}`;
  const problem = `${what} is not passed on (${pathOf(url)}); have the client send plain HTTP requests to the base URL`;
  const body = JSON.stringify({ error: { message: `toolcall-conformance watch: ${problem}` } });
  socket.on('error', () => {});
  socket.end(
    `HTTP/1.1 426 Upgrade Required\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  return problem;
}

async function listen(server: Server, port: number): Promise<void> {
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    throw new SuiteError(`port ${port}: ${messageOf(error)}; choose another`);
  }
}
