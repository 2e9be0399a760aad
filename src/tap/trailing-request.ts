/** Sends requests with trailers. undici cannot send trailers, so this uses Node's own client, over HTTP/1.1. */
import { type ClientRequest, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { type Dispatcher, errors } from 'undici';

/** The options of a dispatcher, with trailers. */
interface TrailingOptions extends Dispatcher.DispatchOptions {
  readonly origin: string;
  /** Alternating names and values. */
  readonly headers: string[];
  readonly body: Readable;
  /** Returns alternating names and values; called after the body has ended. */
  readonly trailers: () => readonly string[];
}

export function hasTrailers(options: Dispatcher.DispatchOptions): options is TrailingOptions {
  return 'trailers' in options;
}

/** @param ca the trusted certificates; Node's by default */
export function sendWithTrailers(
  { origin, path, method, headers, body, trailers }: TrailingOptions,
  ca: readonly string[] | undefined,
  handler: Dispatcher.DispatchHandler,
): void {
  const { protocol, hostname, port, host } = new URL(origin);
  const send = protocol === 'https:' ? requestHttps : requestHttp;
  const sent = send({
    hostname: hostname.replace(/^\[|\]$/gu, ''),
    port,
    path,
    method,
    headers: ['Host', host, ...headers, 'Transfer-Encoding', 'chunked'],
    agent: false,
    ...(ca === undefined ? {} : { ca: [...ca] }),
  });
  const controller = controllerOf(sent);
  const failed = (error: Error) => handler.onResponseError?.(controller, error);
  sent.on('socket', (socket) => whenConnected(socket, () => handler.onRequestStart?.(controller, {})));
  sent.on('error', failed);
  sent.on('response', (answer) => {
    controller.rawHeaders = answer.rawHeaders;
    controller.pause = () => void answer.pause();
    controller.resume = () => void answer.resume();
    // undici reads the reason phrase as UTF-8, Node as Latin-1.
    const reason = Buffer.from(answer.statusMessage ?? '', 'latin1').toString();
    handler.onResponseStart?.(controller, answer.statusCode ?? 0, answer.headers, reason);
    answer.on('data', (piece: Buffer) => handler.onResponseData?.(controller, piece));
    // Node reports an early end as a reset; a real reset was already reported by the request.
    answer.on('error', () => failed(new errors.SocketError('other side closed')));
    answer.on('end', () => {
      controller.rawTrailers = answer.rawTrailers;
      handler.onResponseEnd?.(controller, {});
    });
  });
  body.on('error', (error) => sent.destroy(error)).pipe(sent, { end: false });
  body.on('end', () => {
    const raw = trailers();
    sent.addTrailers(
      raw.flatMap((name, at): [string, string][] => (at % 2 === 0 ? [[name, raw[at + 1] ?? '']] : [])),
    );
    sent.end();
  });
}

function controllerOf(sent: ClientRequest): Dispatcher.DispatchController & { rawHeaders: string[] } {
  return {
    aborted: false,
    paused: false,
    reason: null,
    rawHeaders: [],
    rawTrailers: [],
    pause() {},
    resume() {},
    abort: (reason) => void sent.destroy(reason),
  };
}

/** Calls `go` once the connection is ready; over TLS, that is after the handshake. */
function whenConnected(socket: Socket, go: () => void): void {
  socket.once('encrypted' in socket ? 'secureConnect' : 'connect', go);
}
