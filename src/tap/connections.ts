/** The connections of a tap to its upstreams. */
import { rootCertificates } from 'node:tls';
import { type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { messageOf, SuiteError } from '../system/failure.ts';
import { readGiven } from '../system/read-given.ts';
import { HEADER_BYTES } from '../transports/live-connections.ts';
import { isProxyNamed } from '../transports/proxies.ts';
import { hasTrailers, sendWithTrailers } from './trailing-request.ts';

export interface UpstreamConnections {
  /** A PEM file of certificates to trust in addition to Node's. */
  readonly ca?: string | undefined;
  /** Offer HTTP/2 to upstreams that are reached over TLS. */
  readonly http2: boolean;
}

/**
 * Connections through the proxies that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name. A tap has no time limits; it leaves
 * them to the client.
 *
 * @throws {SuiteError} when the certificates cannot be read, or a proxy variable holds no address
 */
export function connectUpstreams({ ca, http2 }: UpstreamConnections): Dispatcher {
  // Reports a wrong proxy variable now; without this, the first request would fail.
  isProxyNamed();
  const tls = ca === undefined ? {} : { ca: [...rootCertificates, certificatesIn(ca)] };
  return new UpstreamAgent(tls.ca, {
    connect: tls,
    requestTls: tls,
    allowH2: http2,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: HEADER_BYTES,
  });
}

class UpstreamAgent extends EnvHttpProxyAgent {
  readonly #ca: readonly string[] | undefined;

  constructor(ca: readonly string[] | undefined, options: EnvHttpProxyAgent.Options) {
    super(options);
    this.#ca = ca;
  }

  /** Trailers are not sent through a proxy. */
  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    if (!hasTrailers(options) || isProxyNamed()) return super.dispatch(options, handler);
    sendWithTrailers(options, this.#ca, handler);
    return true;
  }
}

function certificatesIn(file: string): string {
  let text: string;
  try {
    text = readGiven(file).toString();
  } catch (error) {
    throw new SuiteError(`--ca ${file}: cannot be read (${messageOf(error)}); name a file of certificates`);
  }
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new SuiteError(`--ca ${file}: holds no certificate in PEM; name a file that does`);
}
