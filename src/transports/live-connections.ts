/**
 * The connections to providers: kept alive between requests, and shared by all transports. They go through the proxies that
 * HTTP_PROXY, HTTPS_PROXY and NO_PROXY name.
 */
import type { Dispatcher } from 'undici';
import Agent from 'undici/lib/dispatcher/agent.js';
import { isProxyNamed } from './proxies.ts';

export interface ConnectionOptions {
  /** How long a connection may take, TLS included, in milliseconds. Default 10 000. */
  readonly connectMs?: number;
}

const CONNECT_MS = 10_000;
/** A gateway's headers can be long; undici's own limit is 16 KiB. */
const HEADER_BYTES = 64 * 1024;
/** What undici would end on its own is given this much longer, so that it is the transport that says why. */
const GRACE_MS = 1000;

export class LiveConnections {
  readonly connectMs: number;
  readonly #kept = new Map<Protocol, Promise<Dispatcher>>();

  constructor({ connectMs = CONNECT_MS }: ConnectionOptions = {}) {
    this.connectMs = connectMs;
  }

  /** Sends over a connection that may have served before. */
  kept(url: string): Promise<Dispatcher> {
    const protocol = protocolOf(url);
    const agent = this.#kept.get(protocol) ?? this.#agent(protocol);
    this.#kept.set(protocol, agent);
    return agent;
  }

  /** A connection that nobody used before. The caller destroys it. */
  fresh(url: string): Promise<Dispatcher> {
    return this.#agent(protocolOf(url));
  }

  /** Ends all connections, and with them what is still under way. */
  async close(): Promise<void> {
    await Promise.all([...this.#kept.values()].map(async (agent) => (await agent).destroy()));
  }

  /** Only the index of undici gives an agent the method that asks a proxy for a tunnel; it takes its time to load. */
  async #agent(protocol: Protocol): Promise<Dispatcher> {
    const options = {
      connect: { timeout: this.connectMs + GRACE_MS },
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: HEADER_BYTES,
    };
    if (!isProxyNamed()) return new Agent(options);
    const { EnvHttpProxyAgent } = await import('undici');
    // As curl does it: what is plain goes to the proxy as it is. Many of them tunnel to port 443 alone.
    return new EnvHttpProxyAgent({ ...options, proxyTunnel: protocol === 'https:' });
  }
}

type Protocol = 'http:' | 'https:';

function protocolOf(url: string): Protocol {
  return url.toLowerCase().startsWith('https:') ? 'https:' : 'http:';
}
