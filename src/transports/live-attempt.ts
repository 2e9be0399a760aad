/** Sends one request once, over one connection: records all that comes back, and describes failures in plain words. */
import { Buffer } from 'node:buffer';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import {
  type BrokenBody,
  type Exchange,
  endlessFailure,
  type HeaderFields,
  type HttpRequest,
  type HttpResponse,
} from '../evidence/exchange.ts';
import { SuiteError } from '../system/failure.ts';
import {
  brokenBody,
  causeOf,
  codeOf,
  endedByProvider,
  LENGTH_MISMATCH,
  LOST,
  NO_HTTP,
} from './broken-body.ts';
import type { Clock } from './clock.ts';
import { ArrivingBody } from './live-body.ts';
import { undoContentCoding } from './live-content-coding.ts';
import { proxyOf, through, unreachedProxy } from './proxies.ts';
import { fieldsOf, textsOf } from './raw-headers.ts';

export interface AttemptOptions {
  readonly connectMs: number;
  readonly firstByteMs: number;
  readonly idleMs: number;
  readonly wholeMs: number;
  readonly maxBodyBytes: number;
  readonly signal: AbortSignal | undefined;
  readonly clock: Clock;
  readonly longAnswers?: LongAnswers;
}

/** The turn to have long answers in memory; other conversations wait for it. */
export interface LongAnswers {
  /** Resolves when no other conversation has the turn. */
  take(): Promise<void>;
  /** Releases the turn, if it was taken. */
  release(): void;
}

export interface AttemptResult {
  readonly exchange: Exchange;
  /** True when the request was sent, and the connection was lost before the first byte of a response. */
  readonly died: boolean;
}

/**
 * Sends the request and waits for the end of the response, or a failure. Redirects are returned as responses.
 *
 * @throws {SuiteError} when the request is invalid and cannot be sent
 */
export async function sendOnce(
  dispatcher: Dispatcher,
  request: HttpRequest,
  options: AttemptOptions,
): Promise<AttemptResult> {
  const { origin, path } = addressOf(request);
  const { response, failure, ms, died } = await new Promise<Outcome>((resolve, reject) => {
    const recorder = new AttemptRecorder({ ...options, proxy: proxyOf(request.url) }, resolve, reject);
    dispatcher.dispatch(
      {
        origin,
        path,
        method: request.method as Dispatcher.HttpMethod,
        headers: request.headers.flatMap(([name, values]) => values.flatMap((value) => [name, value])),
        body: Buffer.from(request.body),
      },
      recorder,
    );
  });
  // undici frees the connection in this turn of the event loop; sending earlier would open another connection.
  await nextTurn();
  if (response?.body.isLong === true) await options.longAnswers?.take();
  const received = response && { ...response, body: response.body.take() };
  const decoded = received && (await undoContentCoding(received, options.maxBodyBytes));
  const failed = failure ?? decoded?.failure;
  return {
    exchange: {
      request,
      response: decoded?.response ?? null,
      ...(failed !== undefined && { failure: failed }),
      ms,
    },
    died,
  };
}

function addressOf({ url }: HttpRequest): { origin: string; path: string } {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/u.test(parsed.protocol)) {
    // The message does not contain the URL, because it may contain a key.
    throw new SuiteError(
      'a request cannot be sent: its URL is no absolute http or https URL; correct baseUrl',
    );
  }
  return { origin: parsed.origin, path: `${parsed.pathname}${parsed.search}` };
}

interface Outcome {
  readonly response: (Omit<HttpResponse, 'body'> & { readonly body: ArrivingBody }) | null;
  readonly failure?: string;
  readonly ms: number;
  readonly died: boolean;
}

/** With the environment variable of the proxy in use; null without a proxy. */
type Routed = AttemptOptions & { readonly proxy: string | null };

/** How far the attempt has progressed. */
type Stage = 'connecting' | 'waiting' | 'head' | 'body' | 'over';

/** Codes of a request that undici refuses to send. */
const UNSENDABLE = new Set(['UND_ERR_INVALID_ARG', 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH']);

/** Handles one dispatch. The first end settles it, whatever the cause; later events are ignored. */
class AttemptRecorder implements Dispatcher.DispatchHandler {
  readonly #options: Routed;
  readonly #resolve: (outcome: Outcome) => void;
  readonly #reject: (error: SuiteError) => void;
  readonly #body: ArrivingBody;
  readonly #whole: NodeJS.Timeout;
  readonly #onAbort = () => this.#end(`cancelled by the client${this.#progress()}`);
  #stage: Stage = 'connecting';
  #start: number;
  #timer: NodeJS.Timeout;
  #controller: Dispatcher.DispatchController | undefined;
  #head: { readonly status: number; readonly headers: HeaderFields } | undefined;

  constructor(options: Routed, resolve: (outcome: Outcome) => void, reject: (error: SuiteError) => void) {
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#body = new ArrivingBody(options.maxBodyBytes);
    this.#start = options.clock.monotonic();
    const { connectMs, wholeMs, signal } = options;
    this.#timer = this.#endAfter(
      connectMs,
      () => `no connection${through(options.proxy)} within ${span(connectMs)} (connect timeout)`,
    );
    this.#whole = this.#endAfter(
      wholeMs,
      () => `not finished within ${span(wholeMs)}${this.#progress()} (whole timeout)`,
    );
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (signal?.aborted) queueMicrotask(this.#onAbort);
  }

  /** The connection is open, and the request is about to be sent. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#stage === 'over') {
      controller.abort(new Error('no longer wanted'));
      return;
    }
    this.#controller = controller;
    this.#stage = 'waiting';
    this.#start = this.#options.clock.monotonic();
    const { firstByteMs } = this.#options;
    this.#watch(firstByteMs, () => `no byte of an answer within ${span(firstByteMs)} (first-byte timeout)`);
  }

  /**
   * The first byte of a response. undici calls this on every handler, although in its types only old handlers have it.
   */
  onResponseStarted(): void {
    if (this.#stage !== 'waiting') return;
    this.#stage = 'head';
    const { idleMs } = this.#options;
    this.#watch(idleMs, () => `nothing more for ${span(idleMs)}${this.#progress()} (idle timeout)`);
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    // 1xx responses precede the final one.
    if (this.#stage === 'over' || status < 200) return;
    this.#stage = 'body';
    this.#timer.refresh();
    this.#head = { status, headers: fieldsOf(textsOf(controller.rawHeaders)) };
  }

  onResponseData(_controller: Dispatcher.DispatchController, piece: Buffer): void {
    if (this.#stage === 'over') return;
    this.#timer.refresh();
    if (!this.#body.append(piece, this.#elapsed())) this.#end(endlessFailure(this.#options.maxBodyBytes));
  }

  onResponseEnd(): void {
    this.#end();
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    if (this.#stage === 'over') return;
    const code = codeOf(error);
    if (UNSENDABLE.has(code) && !isLoginWanted(error)) {
      // undici's message may name a header, but never contains its value.
      this.#settle();
      this.#reject(new SuiteError(`a request cannot be sent: ${error.message}; correct headers and baseUrl`));
      return;
    }
    const died = this.#stage === 'waiting' && LOST.has(code);
    // With a proxy, it is unknown which of the two closed the connection.
    const isOfProvider = this.#options.proxy === null && endedByProvider(error);
    const broken = isOfProvider ? brokenBody(this.#head?.headers ?? [], this.#body.length) : undefined;
    this.#end(failureOf(this.#stage, error, this.#progress(), this.#options.proxy), died, broken);
  }

  #end(failure?: string, died = false, broken?: BrokenBody): void {
    if (this.#stage === 'over') return;
    const ms = this.#elapsed();
    this.#settle();
    const response = this.#head && {
      ...this.#head,
      body: this.#body,
      provenComplete: failure === undefined,
      ...(broken !== undefined && { broken }),
      chunks: this.#body.chunks,
    };
    this.#resolve({ response: response ?? null, ...(failure !== undefined && { failure }), ms, died });
    if (failure !== undefined) this.#controller?.abort(new Error(failure));
  }

  #settle(): void {
    this.#stage = 'over';
    clearTimeout(this.#timer);
    clearTimeout(this.#whole);
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
  }

  #watch(ms: number, failure: () => string): void {
    clearTimeout(this.#timer);
    this.#timer = this.#endAfter(ms, failure);
  }

  #endAfter(ms: number, failure: () => string): NodeJS.Timeout {
    return setTimeout(() => this.#end(failure()), ms);
  }

  /** The time since the request was sent, or since connecting began, rounded to a tenth of a millisecond. */
  #elapsed(): number {
    return Math.round((this.#options.clock.monotonic() - this.#start) * 10) / 10;
  }

  #progress(): string {
    if (this.#stage === 'connecting') return ` while connecting${through(this.#options.proxy)}`;
    if (this.#stage === 'waiting') return ' before the first byte of an answer';
    if (this.#stage === 'head') return ' within the head of the answer';
    return ` after ${this.#body.length} bytes of the body`;
  }
}

function failureOf(stage: Stage, error: Error, progress: string, proxy: string | null): string {
  if (isLoginWanted(error)) return 'the proxy wants a login (407)';
  const code = codeOf(error);
  const cause = causeOf(error);
  if (stage === 'connecting') {
    // Before the request is sent, only a proxy that was asked for a tunnel can reply.
    const unreached = error.name === 'HTTPParserError' ? proxy : unreachedProxy(error);
    const way = unreached === null ? through(proxy) : ` to the proxy of ${unreached}`;
    return code === 'ECONNREFUSED'
      ? `the connection${way} was refused (${cause})`
      : `no connection${way} could be made (${cause})`;
  }
  const way = through(proxy);
  if (LOST.has(code)) return `the connection${way} was lost${progress} (${cause})`;
  if (code === LENGTH_MISMATCH) {
    return `the body${way} is not as long as Content-Length says; it ended${progress}`;
  }
  if (code === NO_HTTP) return `what came back${way} is no HTTP${progress}`;
  if (error.name === 'HTTPParserError') return `what came back${way} is no HTTP${progress} (${cause})`;
  return `the exchange${way} broke off${progress} (${cause})`;
}

/** undici reports a proxy's 407 as an invalid request. */
function isLoginWanted(error: Error): boolean {
  return error.message.startsWith('Proxy Authentication Required');
}

function span(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${ms / 1000} s`;
}
