/**
 * The reference provider: a real HTTP server that conforms to the whole check catalogue. It serves every dialect under
 * the dialect's base paths, and can show faults on request.
 */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { BROKEN, TOO_LARGE } from '../answers/refusal.ts';
import { exchangeOf } from '../answers/script.ts';
import type { ProviderRequest } from '../answers/service.ts';
import type { HttpResponse } from '../evidence/exchange.ts';
import { deliver, type Network } from './network.ts';
import { type HandlerOptions, openHandler, type RequestHandler } from './request-handler.ts';
import type { Responded } from './respond.ts';

export { REFERENCE_MODEL, REFERENCE_PRICE, REFERENCE_UPSTREAM } from './respond.ts';

export interface ReferenceProviderOptions extends HandlerOptions, Network {
  /** Serves HTTPS with this certificate and key, in PEM; HTTP by default. */
  readonly tls?: TlsIdentity;
}

export interface TlsIdentity {
  readonly cert: string;
  readonly key: string;
}

type Server = ReturnType<typeof createServer> | ReturnType<typeof createTlsServer>;

export interface ReferenceProvider {
  /**
   * @param port the port on 127.0.0.1; any free port by default
   * @returns the origin, such as `http://127.0.0.1:8080`
   * @throws {SuiteError} when the fault does not exist, or when no provider can show it
   * @throws {Error} when the port is not available, or the certificate or key is invalid
   */
  listen(port?: number): Promise<{ readonly url: string }>;
  /** Closes all connections, including idle ones. */
  close(): Promise<void>;
}

export function createReferenceProvider(options: ReferenceProviderOptions = {}): ReferenceProvider {
  const { tls } = options;
  let server: Server | null = null;
  return {
    async listen(port = 0) {
      const answer = answeringWith(await openHandler(options), options);
      server = tls === undefined ? createServer(answer) : createTlsServer({ ...tls }, answer);
      return listen(server, tls === undefined ? 'http' : 'https', port);
    },
    async close() {
      if (server !== null) await close(server);
    },
  };
}

function answeringWith(handler: RequestHandler, network: Network): RequestListener {
  return async (incoming, outgoing) => {
    const sent = requestOf(incoming);
    const origin = sent.headers['origin'] ?? null;
    try {
      const body = await bodyOf(incoming);
      if (origin !== null && sent.method === 'OPTIONS') {
        outgoing.writeHead(204, PREFLIGHT).end();
        return;
      }
      const responded =
        body === null ? handler.refuse(sent, TOO_LARGE) : await handler.answer({ ...sent, body });
      await send(responded, outgoing, network, origin);
    } catch {
      await fail(handler.refuse(sent, BROKEN), outgoing);
    }
  };
}

function requestOf({ method = '', url = '', headers: fields }: IncomingMessage): ProviderRequest {
  const [path = '', ...query] = url.split('?');
  const headers = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
  return { method, path, query: query.join('?'), headers, body: new Uint8Array() };
}

const LONGEST_BODY = 16 * 1024 * 1024;

/** Returns the whole body; null when it is too long. The connection stays open, so that the refusal can be sent. */
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

/** CORS headers that allow requests from pages of any origin. */
const OPEN_TO_ALL = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': '*' } as const;
const PREFLIGHT = {
  ...OPEN_TO_ALL,
  'Access-Control-Allow-Methods': 'GET, POST',
  // The wildcard covers all headers except Authorization.
  'Access-Control-Allow-Headers': '*, Authorization',
} as const;

/** @param origin the origin of the requesting page; null when the request does not come from a page */
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

/** Returns the response as bytes; null when there is no response. */
function sentResponse(response: Responded['response']): HttpResponse | null {
  return exchangeOf({ url: '', requestHeaders: [], request: {}, response }).response;
}

/** Reports an internal error to the client, without its cause. */
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
