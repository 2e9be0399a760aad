/** The upstreams of a tap. The beginning of a path decides which upstream gets a request. */
import { SuiteError } from '../system/failure.ts';

export interface Upstream {
  /** Null for the default upstream, which gets all other requests. */
  readonly name: string | null;
  readonly origin: string;
  /** The base path that clients use: the name, then the path of the upstream's URL. Without a slash at the end. */
  readonly basePath: string;
}

/** Where a request is sent. */
export interface Route {
  readonly origin: string;
  /** Includes the query. */
  readonly path: string;
}

/**
 * Parses the upstreams: `https://openrouter.ai/api/v1`, or with a name, `mine=http://127.0.0.1:8080/v1`.
 *
 * @throws {SuiteError} when a text is not an http or https URL, or two have the same name
 */
export function upstreamsCalled(texts: readonly string[]): Upstream[] {
  const upstreams = texts.map(upstreamCalled);
  for (const [at, { name }] of upstreams.entries()) {
    if (upstreams.findIndex((other) => other.name === name) === at) continue;
    const which = name === null ? 'two have no name' : `two are called ${name}`;
    throw new SuiteError(`--upstream ${texts[at]}: ${which}; write it as another-name=URL`);
  }
  return upstreams;
}

function upstreamCalled(text: string): Upstream {
  const [, name = null, address = text] = /^([a-z0-9][a-z0-9._-]*)=(.*)$/u.exec(text) ?? [];
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/u.test(url.protocol)) {
    throw new SuiteError(
      `--upstream ${text}: is no http or https URL; write it as https://openrouter.ai/api/v1, or as name=URL`,
    );
  }
  if (url.search !== '' || url.username !== '') {
    throw new SuiteError(
      `--upstream ${name ?? url.origin}: has a query or a user; leave it out, and have the client send it`,
    );
  }
  const path = url.pathname.replace(/\/+$/u, '');
  return { name, origin: url.origin, basePath: `${prefixOf(name)}${path}` };
}

function prefixOf(name: string | null): string {
  return name === null ? '' : `/${name}`;
}

/** The upstream and the path there for a request's path and query; null if no upstream gets it. */
export function routeOf(upstreams: readonly Upstream[], target: string): Route | null {
  const named = upstreams.find(
    ({ name }) =>
      name !== null &&
      target.startsWith(prefixOf(name)) &&
      /^(?:[/?]|$)/u.test(target.slice(name.length + 1)),
  );
  const upstream = named ?? upstreams.find(({ name }) => name === null);
  if (upstream === undefined) return null;
  const path = target.slice(prefixOf(upstream.name).length);
  return { origin: upstream.origin, path: path.startsWith('/') ? path : `/${path}` };
}

/** The upstream for clients of one of these dialects: one with such a name, else the one without a name. */
export function upstreamFor(upstreams: readonly Upstream[], names: readonly string[]): Upstream | undefined {
  return (
    upstreams.find(({ name }) => name !== null && names.includes(name)) ??
    upstreams.find(({ name }) => name === null)
  );
}
