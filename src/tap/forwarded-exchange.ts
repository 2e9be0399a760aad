/** Forwards one request, and its answer back, with the same bytes, chunk boundaries and endings. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { type BrokenBody, endlessFailure, type HeaderFields, HUNG_UP } from '../evidence/exchange.ts';
import { brokenBody, causeOf, endedByProvider } from '../transports/broken-body.ts';
import { proxyOf, through } from '../transports/proxies.ts';
import { fieldsOf, textsOf } from '../transports/raw-headers.ts';
import {
  lengthIn,
  names,
  OF_AN_UNFRAMED_BODY,
  OF_THE_CONNECTION,
  OF_THIS_HOP,
  passedOn,
  reasonOf,
  trailersOf,
} from './header-fields.ts';
import type { Route } from './upstreams.ts';
import type { WireListener } from './wire-event.ts';

export interface ForwardOptions {
  readonly dispatcher: Dispatcher;
  readonly listener: WireListener;
  /** How many bytes of a body are reported to the listener; all of it is forwarded. */
  readonly keptBytes: number;
  /** True if the upstream may speak HTTP/2, which frames every body. */
  readonly http2: boolean;
}

/** RFC 9110, section 6.4.1: these statuses have no content, whatever length the head declares. */
const WITHOUT_CONTENT = new Set([204, 304]);

/** Writing this sends only the head, in Latin-1; `flushHeaders` would send it in UTF-8. */
const NOTHING = Buffer.alloc(0);

/** Forwards the request, and the answer back. Its end is reported exactly once, whatever ends it. */
export function forward(
  id: number,
  route: Route,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  options: ForwardOptions,
): void {
  const headers = passedOn(incoming.rawHeaders, OF_THIS_HOP);
  const { method = 'GET' } = incoming;
  const exchange = new ForwardedExchange(id, outgoing, options, proxyOf(route.origin));
  options.listener.tell({
    kind: 'request',
    id,
    method,
    url: `${route.origin}${route.path}`,
    headers: fieldsOf(headers),
  });
  try {
    options.dispatcher.dispatch(
      {
        ...route,
        method: method as Dispatcher.HttpMethod,
        headers,
        body: hasBody(incoming) ? exchange.bodyOf(incoming) : null,
        ...(announcesTrailers(incoming) && { trailers: () => incoming.rawTrailers }),
      },
      exchange,
    );
  } catch (error) {
    exchange.onResponseError(undefined, error instanceof Error ? error : new Error(String(error)));
  }
}

/** Only a chunked body has trailers, and the client announces them in the head. */
function announcesTrailers({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined && headers.trailer !== undefined;
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

class ForwardedExchange implements Dispatcher.DispatchHandler {
  readonly #id: number;
  readonly #outgoing: ServerResponse;
  readonly #listener: WireListener;
  readonly #keptBytes: number;
  readonly #http2: boolean;
  /** The environment variable that names the proxy; null without a proxy. */
  readonly #proxy: string | null;
  #start = performance.now();
  #controller: Dispatcher.DispatchController | undefined;
  #body: Readable | null = null;
  /** The header fields of the answer. */
  #fields: HeaderFields = [];
  #sentBytes = 0;
  #arrivedBytes = 0;
  /** The length that the answer declares; null if it declares none. */
  #length: number | null = null;
  /** True if the answer has no body. */
  #isHeadAlone = false;
  /** The piece that completes a body of a declared length; after it, the client knows that the answer has ended. */
  #last: Buffer | null = null;
  #isOver = false;

  constructor(
    id: number,
    outgoing: ServerResponse,
    { listener, keptBytes, http2 }: ForwardOptions,
    proxy: string | null,
  ) {
    this.#id = id;
    this.#proxy = proxy;
    this.#outgoing = outgoing;
    this.#listener = listener;
    this.#keptBytes = keptBytes;
    this.#http2 = http2;
    outgoing.on('close', () => this.#hangUp());
  }

  /** The request body as a stream. If the upstream stops reading, the rest of it is read and dropped. */
  bodyOf(incoming: IncomingMessage): Readable {
    const body = new Readable({
      read: () => void incoming.resume(),
      destroy: (error, done) => {
        incoming.off('data', pass).resume();
        done(error);
      },
    });
    const pass = (piece: Buffer) => {
      const kept = piece.subarray(0, this.#keptBytes - this.#sentBytes);
      this.#sentBytes += piece.length;
      const isHeard = kept.length === 0 || this.#listener.tell({ kind: 'sent', id: this.#id, bytes: kept });
      if (body.push(piece) && isHeard) return;
      incoming.pause();
      if (!isHeard) void this.#listener.heard().then(() => incoming.resume());
    };
    incoming.on('data', pass).on('end', () => body.push(null));
    incoming.pause();
    incoming.on('close', () => {
      if (!incoming.complete) body.destroy(new Error(HUNG_UP));
    });
    this.#body = body;
    return body;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isOver) controller.abort(new Error(HUNG_UP));
    else this.#start = performance.now();
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    _parsed: unknown,
    statusMessage = '',
  ): void {
    // A 1xx response is not the answer, and this server sends its own 100.
    if (this.#isOver || status < 200) return;
    const raw = textsOf(controller.rawHeaders);
    const given = names(raw);
    // A body without a length and without chunks ends with the connection.
    const isFramed = given.has('transfer-encoding') || (this.#http2 && !given.has('content-length'));
    const headers = passedOn(raw, isFramed ? OF_THE_CONNECTION : OF_AN_UNFRAMED_BODY);
    const fields = fieldsOf(raw);
    this.#fields = fields;
    this.#length = lengthIn(fields);
    this.#isHeadAlone = WITHOUT_CONTENT.has(status) || this.#outgoing.req.method === 'HEAD';
    this.#listener.tell({ kind: 'head', id: this.#id, status, headers: fields });
    const outgoing = this.#outgoing;
    outgoing.sendDate = false;
    outgoing.useChunkedEncodingByDefault = isFramed;
    outgoing.writeHead(status, reasonOf(statusMessage), headers);
    // Waits one tick, so that a first piece that arrived with the head leaves together with it.
    process.nextTick(() => {
      if (!outgoing.writableEnded && !outgoing.destroyed && this.#arrivedBytes === 0) outgoing.write(NOTHING);
    });
  }

  onResponseData(controller: Dispatcher.DispatchController, piece: Buffer): void {
    if (this.#isOver) return;
    const kept = piece.subarray(0, Math.max(0, this.#keptBytes - this.#arrivedBytes));
    this.#arrivedBytes += piece.length;
    const chunks = [{ bytes: kept.length, at: this.#elapsed() }];
    const isHeard =
      kept.length === 0 || this.#listener.tell({ kind: 'arrived', id: this.#id, bytes: kept, chunks });
    if (this.#arrivedBytes === this.#length) {
      this.#last = piece;
      return;
    }
    const isTaken = this.#outgoing.write(piece);
    if (isHeard && isTaken) return;
    controller.pause();
    void Promise.all([isHeard || this.#listener.heard(), isTaken || drained(this.#outgoing)]).then(() =>
      controller.resume(),
    );
  }

  onResponseEnd(controller: Dispatcher.DispatchController, parsed: Record<string, unknown>): void {
    if (!this.#end(null)) return;
    const trailers = trailersOf(controller, parsed);
    // The listener has everything before the client learns that the answer has ended, so a later crash loses nothing.
    void this.#listener.heard().then(() => {
      if (this.#last !== null) this.#outgoing.write(this.#last);
      if (trailers.length > 0) this.#outgoing.addTrailers(trailers);
      this.#outgoing.end();
    });
  }

  onResponseError(controller: Dispatcher.DispatchController | undefined, error: Error): void {
    const body = this.#body;
    // undici fails here because the bytes that the head declares are missing.
    if (controller !== undefined && this.#isHeadAlone) this.onResponseEnd(controller, {});
    else if (this.#controller !== undefined || body === null || body.closed) this.#fail(error);
    // Without a connection, the request body was not read; it is read here, because it is evidence too.
    else
      body
        .on('error', () => {})
        .on('close', () => this.#fail(error))
        .resume();
  }

  #fail(error: Error): void {
    const outgoing = this.#outgoing;
    const isConnected = this.#controller !== undefined;
    const cause = causeOf(error);
    const where = outgoing.headersSent
      ? `after ${this.#arrivedBytes} bytes of the body`
      : 'before the first byte of an answer';
    const way = through(this.#proxy);
    const failure = isConnected
      ? `the connection${way} was lost ${where} (${cause})`
      : `no connection${way} could be made (${cause})`;
    // With a proxy, it is unknown whether the proxy or the provider ended the connection.
    const isOfProvider = this.#proxy === null && endedByProvider(error);
    const broken = isOfProvider ? brokenBody(this.#fields, this.#arrivedBytes) : undefined;
    if (!this.#end(failure, broken)) return;
    void this.#listener.heard().then(() => {
      if (this.#last !== null) outgoing.write(this.#last);
      if (isConnected) breakOff(outgoing, error);
      else answerForUpstream(outgoing, `the upstream cannot be reached: ${cause}`);
    });
  }

  #hangUp(): void {
    if (!this.#end(HUNG_UP)) return;
    this.#controller?.abort(new Error(HUNG_UP));
  }

  /** Reports the end. Returns false if it was reported before. */
  #end(failure: string | null, broken?: BrokenBody): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    const isCut = this.#arrivedBytes > this.#keptBytes;
    this.#listener.tell({
      kind: 'end',
      id: this.#id,
      ms: this.#elapsed(),
      failure: isCut ? endlessFailure(this.#keptBytes) : failure,
      broken: broken ?? null,
      requestCut: this.#sentBytes > this.#keptBytes,
    });
    return true;
  }

  /** The milliseconds since the request left, to one decimal. */
  #elapsed(): number {
    return Math.round((performance.now() - this.#start) * 10) / 10;
  }
}

/** Answers with an error of the tap itself, if no upstream can answer. */
export function answerForUpstream(outgoing: ServerResponse, problem: string, status = 502): void {
  if (outgoing.headersSent || outgoing.destroyed) return;
  const message = `toolcall-conformance watch: ${problem}`;
  outgoing
    .writeHead(status, { 'Content-Type': 'application/json' })
    .end(JSON.stringify({ error: { message, type: 'tap_error', code: null, param: null } }));
}

/** Ends the client's connection as the upstream's ended: with a reset if there was one. */
function breakOff(outgoing: ServerResponse, error: Error): void {
  const { socket } = outgoing;
  if (socket !== null && /ECONNRESET|EPIPE/u.test(causeOf(error))) socket.resetAndDestroy();
  else outgoing.destroy();
}

/** Resolves when the client can take more, or has gone. */
function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      outgoing.off('drain', done).off('close', done);
      resolve();
    };
    outgoing.on('drain', done).on('close', done);
  });
}
