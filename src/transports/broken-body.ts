/** Detects what is missing of a body when the connection ends early, and whether the other side ended it. */
import { type BrokenBody, type HeaderFields, headerValues } from '../evidence/exchange.ts';

/** Codes of a lost connection, from undici and Node. */
export const LOST = new Set([
  'UND_ERR_SOCKET',
  'UND_ERR_CLOSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
]);
/** The connection ended normally, but the body does not have its declared length. */
export const LENGTH_MISMATCH = 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH';
/** Codes of a connection that the other side ended. */
const ENDED = new Set(['UND_ERR_SOCKET', 'ECONNRESET', LENGTH_MISMATCH]);

/**
 * True when the other side ended the connection, or sent something that is not HTTP. A silent network, or an end by our
 * own limits, is not its fault.
 */
export function endedByProvider(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // An error of fetch says only that it failed; its cause says why.
  return ENDED.has(codeOf(error)) || error.name === 'HTTPParserError' || endedByProvider(error.cause);
}

/**
 * Returns what is missing of a body (RFC 9112, section 8); undefined when only the end of the connection marks the end
 * of the body, and when all the bytes that Content-Length declares arrived.
 */
export function brokenBody(headers: HeaderFields, received: number): BrokenBody | undefined {
  if (headerValues(headers, 'transfer-encoding') !== undefined) return { received, declared: null };
  const declared = Number(headerValues(headers, 'content-length')?.[0] ?? Number.NaN);
  return received < declared ? { received, declared } : undefined;
}

/** Returns the code of an undici or Node error; empty when it has none. */
export function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** The code when an assertion of undici fails, such as one about a status below 100. */
export const NO_HTTP = 'ERR_ASSERTION';

/** Returns the code, and the message unless it contains the code, in one line. */
export function causeOf(error: Error): string {
  if (codeOf(error) === NO_HTTP) return 'what came back is no HTTP';
  const inner = error instanceof AggregateError ? error.errors.filter((one) => one instanceof Error) : [];
  const message = [error, ...inner].map((one) => one.message).find((text) => text !== '') ?? error.name;
  const code = codeOf(error);
  return code === '' || message.includes(code) ? message : `${code}: ${message}`;
}
