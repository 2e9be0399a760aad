/** The proxies that the environment names. */
import { SuiteError } from '../system/failure.ts';

const PROTOCOLS = new Set(['http:', 'https:', 'socks:', 'socks5:']);
const FOR_HTTP = ['http_proxy', 'HTTP_PROXY'];
const FOR_HTTPS = ['https_proxy', 'HTTPS_PROXY'];
const VARIABLES = [...FOR_HTTP, ...FOR_HTTPS];

/**
 * Whether one is named.
 *
 * @throws {SuiteError} when what is named is no address; it is not shown, since it may hold a password
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
    // As undici does, which ends in an error of its own where that fails.
    decodeURIComponent(`${username}:${password}`);
    return PROTOCOLS.has(protocol);
  } catch {
    return false;
  }
}

/** The variable whose proxy passes on what goes to a URL, as undici chooses it; null where it goes out directly. */
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

/** The way of a request, where a proxy passes it on. @param proxy its variable */
export function through(proxy: string | null): string {
  return proxy === null ? '' : ` through the proxy of ${proxy}`;
}

/** The variable whose proxy could not be reached; null where the error is of another address. */
export function unreachedProxy(error: Error, env: NodeJS.ProcessEnv = process.env): string | null {
  const errors: readonly unknown[] = error instanceof AggregateError ? [error, ...error.errors] : [error];
  const isOf = (url: URL) => errors.some((one) => isAbout(one, url));
  const named = VARIABLES.find((name) => URL.canParse(env[name] ?? '') && isOf(new URL(env[name] ?? '')));
  return named ?? null;
}

/** An address that was looked up has the port of the proxy, and one that was not found has its name. */
function isAbout(error: unknown, { hostname, port, protocol }: URL): boolean {
  if (!(error instanceof Error)) return false;
  if ('hostname' in error) return error.hostname === hostname;
  return 'port' in error && error.port === Number(port || (protocol === 'https:' ? 443 : 80));
}
