/** The proxies that the environment names. */
import { SuiteError } from '../system/failure.ts';

const VARIABLES = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY'];

/**
 * Whether one is named.
 *
 * @throws {SuiteError} when what is named is no address; it is not shown, since it may hold a password
 */
export function isProxyNamed(env: NodeJS.ProcessEnv = process.env): boolean {
  const named = VARIABLES.filter((name) => (env[name] ?? '') !== '');
  const broken = named.find(
    (name) => !/^[a-z][\w+.-]*:\/\//iu.test(env[name] ?? '') || !URL.canParse(env[name] ?? ''),
  );
  if (broken !== undefined)
    throw new SuiteError(`${broken}: is no address of a proxy; write it as http://HOST:PORT, or unset it`);
  return named.length > 0;
}
