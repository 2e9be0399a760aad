/** The proxies in the environment variables. */
import { SuiteError } from '../system/failure.ts';

const PROTOCOLS = new Set(['http:', 'https:', 'socks:', 'socks5:']);
const FOR_HTTP = ['http_proxy', 'HTTP_PROXY'];
const FOR_HTTPS = ['https_proxy', 'HTTPS_PROXY'];
const VARIABLES = [...FOR_HTTP, ...FOR_HTTPS];

/**
 * Returns true when a proxy is configured.
 *
 * @throws {SuiteError} when a variable is not an address; the message omits the value, because it may contain a
 *   password
 */
export function isProxyNamed(env: NodeJS.ProcessEnv = process.env): boolean {
  const named = VARIABLES.filter((name) => (env[name] ?? '') !== '');
  const broken = named.find((name) => !isAddress(env[name] ?? ''));
  if (broken !== undefined)
    throw new SuiteError(`${broken}: is no address of a proxy; write it as http://HOST:PORT, or unset it`);
  return named.length > 0;
}

function isAddress(value: string): boolean {
  try {
    const { protocol, username, password } = new URL(value);
    // undici decodes these too, and would throw an error of its own.
    decodeURIComponent(`${username}:${password}`);
    return PROTOCOLS.has(protocol);
  } catch {
    return false;
  }
}

/** Returns the variable of the proxy for a URL, chosen as undici does; null for a direct connection. */
export function proxyOf(url: string, env: NodeJS.ProcessEnv = process.env): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, hostname, port } = new URL(url);
  const isDirect = (env['no_proxy'] ?? env['NO_PROXY'] ?? '').split(/[,\s]+/u).some((entry) => {
    const [, host = '', only] = /^(?:\*?\.)?(.+?)(?::(\d+))?$/u.exec(entry.toLowerCase()) ?? [];
    if (only !== undefined && only !== (port || (protocol === 'https:' ? '443' : '80'))) return false;
    return host === '*' || host === hostname || (host !== '' && hostname.endsWith(`.${host}`));
  });
  if (isDirect) return null;
  const names = protocol === 'https:' ? [...FOR_HTTPS, ...FOR_HTTP] : FOR_HTTP;
  return names.find((name) => (env[name] ?? '') !== '') ?? null;
}

/** Describes the route of a request through a proxy. @param proxy its variable */
export function through(proxy: string | null): string {
  return proxy === null ? '' : ` through the proxy of ${proxy}`;
}

/** Returns the variable of the proxy that could not be reached; null when the error concerns another address. */
export function unreachedProxy(error: Error, env: NodeJS.ProcessEnv = process.env): string | null {
  const errors: readonly unknown[] = error instanceof AggregateError ? [error, ...error.errors] : [error];
  const isOf = (url: URL) => errors.some((one) => isAbout(one, url));
  const named = VARIABLES.find((name) => URL.canParse(env[name] ?? '') && isOf(new URL(env[name] ?? '')));
  return named ?? null;
}

/** An error after the name lookup has the port of the proxy; an error of the lookup has its host name. */
function isAbout(error: unknown, { hostname, port, protocol }: URL): boolean {
  if (!(error instanceof Error)) return false;
  if ('hostname' in error) return error.hostname === hostname;
  return 'port' in error && error.port === Number(port || (protocol === 'https:' ? 443 : 80));
}
