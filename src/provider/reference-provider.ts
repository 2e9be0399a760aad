/**
 * The reference provider: a real HTTP server that keeps every promise of the check catalogue, speaks every dialect below
 * the base paths of its service, and can be told to misbehave.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { BROKEN, TOO_LARGE } from '../answers/refusal.ts';
import { exchangeOf } from '../answers/script.ts';
import type { ProviderRequest } from '../answers/service.ts';
import type { HttpResponse } from '../evidence/exchange.ts';
import { responseOf } from '../proof/edits/edit.ts';
import { baseOf } from '../proof/proof.ts';
import { deliver, type Network } from './network.ts';
import { type OpenedProvider, openProvider } from './opened-provider.ts';
import { type Responded, refusalOf, respond } from './respond.ts';

export { REFERENCE_MODEL, REFERENCE_PRICE, REFERENCE_UPSTREAM } from './respond.ts';

export interface ReferenceProviderOptions extends Network {
  /** The one key that is let in; without it everybody is. */
  readonly apiKey?: string;
  /** The only models that are served; unless told, any name but the one that the scenario unknown-model asks for. */
  readonly models?: readonly string[];
  /** Refuses calls that come back without the thoughts behind them, as DeepSeek does; false by default. */
  readonly insistsOnThoughts?: boolean;
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
   * that knows it. One in how a request is throttled throttles the first.
   */
  readonly fault?: string;
}

export interface ReferenceProvider {
  /**
   * @param port on 127.0.0.1; any free one by default
   * @returns the origin, such as `http://127.0.0.1:8080`
   * @throws {SuiteError} when there is no such fault, or one that no provider can show
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
    throttle,
    ...network
  } = options;
  let server: Server | null = null;
  return {
    async listen(port = 0) {
      const opened = await openProvider({ apiKey, models, seed, now, insistsOnThoughts }, fault);
      server = serverOf(opened, throttle ?? throttleOf(opened), network);
      return listen(server, port);
    },
    async close() {
      if (server !== null) await close(server);
    },
  };
}

function serverOf(
  opened: OpenedProvider,
  throttle: ReferenceProviderOptions['throttle'],
  network: Network,
): Server {
  let left = throttle?.requests ?? 0;
  return createServer(async (incoming, outgoing) => {
    const request = requestOf(incoming);
    try {
      const body = await bodyOf(incoming);
      const refusing = left > 0;
      if (refusing) left -= 1;
      const responded =
        body === null
          ? { response: refusalOf(TOO_LARGE, request, opened) }
          : respond(
              { ...request, body },
              opened,
              refusing ? { retryAfter: throttle?.retryAfter ?? null } : undefined,
            );
      await send(responded, outgoing, network);
    } catch {
      await fail({ response: refusalOf(BROKEN, request, opened) }, outgoing);
    }
  });
}

/** A fault in how a request is throttled takes one that is. */
function throttleOf({ served }: OpenedProvider): ReferenceProviderOptions['throttle'] {
  const isAboutThrottling = served.some(({ shownFault }) => {
    if (shownFault === null) return false;
    const [first] = baseOf(shownFault.proof, shownFault.fault.base).script().exchanges;
    return first !== undefined && responseOf(first).status === 429;
  });
  return isAboutThrottling ? { requests: 1, retryAfter: 1 } : undefined;
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

async function send(
  { response, piecesOf }: Responded,
  outgoing: ServerResponse,
  network: Network,
): Promise<void> {
  const sent = sentResponse(response);
  if (sent === null) outgoing.destroy();
  else await deliver(sent, outgoing, network, piecesOf);
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

function listen(server: Server, port: number): Promise<{ url: string }> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      resolve({ url: `http://127.0.0.1:${bound}` });
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
