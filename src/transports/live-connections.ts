/**
 * The connections to providers: kept alive between requests, and shared by all transports. They use the proxies that
 * HTTP_PROXY, HTTPS_PROXY and NO_PROXY name.
 */
import type { Dispatcher } from 'undici';
import Agent from 'undici/lib/dispatcher/agent.js';
import { isProxyNamed } from './proxies.ts';

export interface ConnectionOptions {
  /** The time limit for opening a connection, including TLS, in milliseconds. Default 10 000. */
  readonly connectMs?: number;
}

const CONNECT_MS = 10_000;
/** The headers of a gateway can be long; undici's default limit is 16 KiB. */
export const HEADER_BYTES = 64 * 1024;
/** undici's own timeout is longer by this, so that the transport ends the connection first and reports the reason. */
const GRACE_MS = 1000;

export class LiveConnections {
  readonly connectMs: number;
  readonly #kept = new Map<Protocol, Promise<Dispatcher>>();

  constructor({ connectMs = CONNECT_MS }: ConnectionOptions = {}) {
    this.connectMs = connectMs;
  }

  /** Returns a dispatcher that reuses open connections. */
  kept(url: string): Promise<Dispatcher> {
    const protocol = protocolOf(url);
    const agent = this.#kept.get(protocol) ?? this.#agent(protocol);
    this.#kept.set(protocol, agent);
    return agent;
  }

  /** Returns a dispatcher with a new connection. The caller destroys it. */
  fresh(url: string): Promise<Dispatcher> {
    return this.#agent(protocolOf(url));
  }

  /** Closes all connections, including those in use. */
  async close(): Promise<void> {
    await Promise.all([...this.#kept.values()].map(async (agent) => (await agent).destroy()));
  }

  /**
   * The full undici package, which loads slowly, is imported only for proxies: only it can ask a proxy for a tunnel.
   */
  async #agent(protocol: Protocol): Promise<Dispatcher> {
    const options = {
      connect: { timeout: this.connectMs + GRACE_MS },
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: HEADER_BYTES,
    };
    if (!isProxyNamed()) return new Agent(options);
    const { EnvHttpProxyAgent } = await import('undici');
    // As curl does: plain http goes to the proxy without a tunnel, because many proxies tunnel only to port 443.
    return new EnvHttpProxyAgent({ ...options, proxyTunnel: protocol === 'https:' });
  }
}

type Protocol = 'http:' | 'https:';

function protocolOf(url: string): Protocol {
  return url.toLowerCase().startsWith('https:') ? 'https:' : 'http:';
}
