/** What is missing of a body whose connection ended before it, and whether the other side ended it. */
import { type BrokenBody, type HeaderFields, headerValues } from '../evidence/exchange.ts';

/** Codes of a connection that was lost, as undici and Node name them. */
export const LOST = new Set([
  'UND_ERR_SOCKET',
  'UND_ERR_CLOSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
]);
/** The connection ended in order, and the body was not as long as it was to be. */
export const LENGTH_MISMATCH = 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH';
/** Codes of a connection that the other side ended. */
const ENDED = new Set(['UND_ERR_SOCKET', 'ECONNRESET', LENGTH_MISMATCH]);

/** Or sent what is no HTTP. A network that went silent, and what our own limits end, is no fault of the other side. */
export function endedByProvider(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // fetch says that it failed, and its cause why.
  return ENDED.has(codeOf(error)) || error.name === 'HTTPParserError' || endedByProvider(error.cause);
}

/**
 * What is missing of a body (RFC 9112, section 8); undefined where nothing but the end of the connection tells where the
 * body ends, and where all came that Content-Length promised.
 */
export function brokenBody(headers: HeaderFields, received: number): BrokenBody | undefined {
  if (headerValues(headers, 'transfer-encoding') !== undefined) return { received, declared: null };
  const declared = Number(headerValues(headers, 'content-length')?.[0] ?? Number.NaN);
  return received < declared ? { received, declared } : undefined;
}

/** The code of an error of undici or Node; empty where it has none. */
export function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** What undici takes for granted of every answer, such as a status of 100 and more. */
export const NO_HTTP = 'ERR_ASSERTION';

/** The code, and what the message adds to it, in one line. */
export function causeOf(error: Error): string {
  if (codeOf(error) === NO_HTTP) return 'what came back is no HTTP';
  const inner = error instanceof AggregateError ? error.errors.filter((one) => one instanceof Error) : [];
  const message = [error, ...inner].map((one) => one.message).find((text) => text !== '') ?? error.name;
  const code = codeOf(error);
  return code === '' || message.includes(code) ? message : `${code}: ${message}`;
}
