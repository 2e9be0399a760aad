/**
 * The reference provider: a real HTTP server that keeps every promise of the check catalogue, speaks every dialect below
 * the base paths of its service, and can be told to misbehave.
 */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { BROKEN, invalidRequest, type Refusal, TOO_LARGE } from '../answers/refusal.ts';
import { exchangeOf } from '../answers/script.ts';
import type { ProviderRequest } from '../answers/service.ts';
import type { HttpResponse } from '../evidence/exchange.ts';
import { SuiteError } from '../system/failure.ts';
import type { AnsweredRequest } from './answered-request.ts';
import { askedFault, FAULT_HEADER, Faults } from './asked-fault.ts';
import { deliver, type Network } from './network.ts';
import { type ChosenFault, type OpenedProvider, openProvider } from './opened-provider.ts';
import type { ProfileRules } from './profile-rules.ts';
import { type Responded, refusalOf, respond } from './respond.ts';
import { Throttled } from './throttled.ts';

export { REFERENCE_MODEL, REFERENCE_PRICE, REFERENCE_UPSTREAM } from './respond.ts';

export interface ReferenceProviderOptions extends Network {
  /** The one key that is let in; without it everybody is. */
  readonly apiKey?: string;
  /** The only models that are served; by default any name but the one that the scenario unknown-model asks for. */
  readonly models?: readonly string[];
  /** Refuses calls that come back without the thoughts behind them, as DeepSeek does; false by default. */
  readonly insistsOnThoughts?: boolean;
  /** Reports half of the prompt of every request with a history as read from a cache; false by default. */
  readonly cachesPrompts?: boolean;
  /** What else it refuses and ignores, so that a profile of it can be measured. */
  readonly rules?: ProfileRules;
  /** Makes other ids. */
  readonly seed?: string;
  /** The clock behind `created`, in milliseconds since 1970; by default the real one. */
  readonly now?: () => number;
  /** Refuses the first requests with 429. */
  readonly throttle?: {
    readonly requests: number;
    /** Seconds, in `Retry-After`; without it there is no such header. */
    readonly retryAfter?: number;
  };
  /**
   * The name of a seeded fault, such as `ids/too-long`: it shows in every answer that it can be in, of every dialect
   * that knows it. One in how a request is throttled throttles each request once. A request may name another one, in
   * its header `X-Fault` or in a base path such as `/fault/ids/too-long/v1`.
   */
  readonly fault?: string;
  /** Speaks HTTPS with this certificate and its key, in PEM; HTTP by default. */
  readonly tls?: TlsIdentity;
  /** Is told of every request before its answer goes out, and whether the answer shows the fault. */
  readonly log?: (answered: AnsweredRequest) => void;
}

export interface TlsIdentity {
  readonly cert: string;
  readonly key: string;
}

type Server = ReturnType<typeof createServer> | ReturnType<typeof createTlsServer>;

export interface ReferenceProvider {
  /**
   * @param port on 127.0.0.1; any free one by default
   * @returns the origin, such as `http://127.0.0.1:8080`
   * @throws {SuiteError} when there is no such fault, or one that no provider can show
   * @throws {Error} when the port cannot be had, or the certificate and the key are none
   */
  listen(port?: number): Promise<{ readonly url: string }>;
  /** Ends every connection, those that wait included. */
  close(): Promise<void>;
}

export function createReferenceProvider(options: ReferenceProviderOptions = {}): ReferenceProvider {
  const {
    apiKey = null,
    models = null,
    seed = 'reference',
    now = Date.now,
    fault = null,
    insistsOnThoughts = false,
    cachesPrompts = false,
    throttle,
    rules,
    tls,
    log = () => {},
    ...network
  } = options;
  let server: Server | null = null;
  return {
    async listen(port = 0) {
      const faults = new Faults();
      if (fault !== null) await faults.called(fault);
      const opened = await openProvider({
        apiKey,
        models,
        seed,
        now,
        insistsOnThoughts,
        cachesPrompts,
        ...(rules === undefined ? {} : { rules }),
      });
      const answer = answeringWith({ opened, faults, fault, throttle, log, network });
      server = tls === undefined ? createServer(answer) : createTlsServer({ ...tls }, answer);
      return listen(server, tls === undefined ? 'http' : 'https', port);
    },
    async close() {
      if (server !== null) await close(server);
    },
  };
}

interface Serving {
  readonly throttle: ReferenceProviderOptions['throttle'] | undefined;
  readonly opened: OpenedProvider;
  readonly faults: Faults;
  /** The fault of requests that name none. */
  readonly fault: string | null;
  readonly log: (answered: AnsweredRequest) => void;
  readonly network: Network;
}

function answeringWith({ opened, faults, fault: usual, throttle, log, network }: Serving): RequestListener {
  let left = throttle?.requests ?? 0;
  const throttled = new Throttled();
  return async (incoming, outgoing) => {
    const sent = requestOf(incoming);
    const { name, request } = askedFault(sent, usual);
    const answered = (responded: Responded): void =>
      log({
        at: opened.now(),
        method: sent.method,
        path: sent.path,
        dialect: responded.dialect,
        status: typeof responded.response === 'string' ? null : responded.response.status,
        fault: name,
        shown: name === null ? null : responded.notShown === null,
        why: responded.notShown,
      });
    const refused = (refusal: Refusal, notShown: string): Responded => ({
      response: refusalOf(refusal, request, opened),
      dialect: null,
      notShown: name === null ? null : notShown,
    });
    const origin = request.headers['origin'] ?? null;
    try {
      const body = await bodyOf(incoming);
      if (origin !== null && request.method === 'OPTIONS') {
        outgoing.writeHead(204, PREFLIGHT).end();
        return;
      }
      const chosen = name === null ? null : await named(faults, name);
      let responded: Responded;
      if (typeof chosen === 'string') responded = refused(invalidRequest(chosen, FAULT_HEADER), chosen);
      else if (body === null) responded = refused(TOO_LARGE, TOO_LARGE.message);
      else {
        const refusing = left > 0;
        if (refusing) left -= 1;
        const early = refusing
          ? { retryAfter: throttle?.retryAfter ?? null }
          : throttled.earlyBy(chosen, body);
        const circumstances = { fault: chosen, ...(early === null ? {} : { throttle: early }) };
        responded = respond({ ...request, body }, opened, circumstances);
      }
      answered(responded);
      await send(responded, outgoing, network, origin);
    } catch {
      const broken = refused(BROKEN, BROKEN.message);
      answered(broken);
      await fail(broken, outgoing);
    }
  };
}

/** The fault of that name; a text says why there is none. */
async function named(faults: Faults, name: string): Promise<ChosenFault | string> {
  try {
    return await faults.called(name);
  } catch (error) {
    if (error instanceof SuiteError) return error.message;
    throw error;
  }
}

function requestOf({ method = '', url = '', headers: fields }: IncomingMessage): ProviderRequest {
  const [path = '', ...query] = url.split('?');
  const headers = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
  return { method, path, query: query.join('?'), headers, body: new Uint8Array() };
}

const LONGEST_BODY = 16 * 1024 * 1024;

/** The whole body; null when it is too long. The connection stays, so that the client can be told. */
async function bodyOf(incoming: IncomingMessage): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of incoming.iterator({ destroyOnReturn: false })) {
    length += piece.length;
    if (length > LONGEST_BODY) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Pages of other origins may ask too. */
const OPEN_TO_ALL = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': '*' } as const;
const PREFLIGHT = {
  ...OPEN_TO_ALL,
  'Access-Control-Allow-Methods': 'GET, POST',
  // A star stands for all but this one.
  'Access-Control-Allow-Headers': '*, Authorization',
} as const;

/** @param origin of the page that asks; null where no page does */
async function send(
  { response, piecesOf }: Pick<Responded, 'response' | 'piecesOf'>,
  outgoing: ServerResponse,
  network: Network,
  origin: string | null = null,
): Promise<void> {
  const sent = sentResponse(response);
  if (sent === null) {
    outgoing.destroy();
    return;
  }
  const opened =
    origin === null ? [] : Object.entries(OPEN_TO_ALL).map(([name, value]) => [name, [value]] as const);
  await deliver({ ...sent, headers: [...sent.headers, ...opened] }, outgoing, network, piecesOf);
}

/** The response as bytes; null where there is none. */
function sentResponse(response: Responded['response']): HttpResponse | null {
  return exchangeOf({ url: '', requestHeaders: [], request: {}, response }).response;
}

/** Whatever broke, the client hears no more than that. */
async function fail(broken: Responded, outgoing: ServerResponse): Promise<void> {
  if (outgoing.headersSent || outgoing.destroyed) outgoing.destroy();
  else await send(broken, outgoing, {});
}

function listen(server: Server, protocol: 'http' | 'https', port: number): Promise<{ url: string }> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      resolve({ url: `${protocol}://127.0.0.1:${bound}` });
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
