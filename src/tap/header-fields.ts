/** The header fields of a message on its way through a tap. */
import type { Dispatcher } from 'undici';
import { type HeaderFields, headerValues } from '../evidence/exchange.ts';
import { textsOf } from '../transports/raw-headers.ts';

/** RFC 9110, section 7.6.1: what speaks of one connection and not of the message. */
export const OF_THE_CONNECTION = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);
/** Only a body in chunks has trailers. */
export const OF_AN_UNFRAMED_BODY = new Set([...OF_THE_CONNECTION, 'trailer']);
/** Of a request: undici writes its own. */
export const OF_THIS_HOP = new Set([...OF_THE_CONNECTION, 'host', 'expect']);

/** Names and values in turn, but for those that speak of the connection, and those that `Connection` names. */
export function passedOn(raw: readonly string[], left: ReadonlySet<string>): string[] {
  const named = new Set(
    raw.flatMap((name, at) =>
      at % 2 === 0 && name.toLowerCase() === 'connection'
        ? (raw[at + 1] ?? '').split(',').map((one) => one.trim().toLowerCase())
        : [],
    ),
  );
  return raw.filter((_, at) => {
    const name = raw[at - (at % 2)]?.toLowerCase() ?? '';
    return !left.has(name) && !named.has(name);
  });
}

/** A reason phrase in the bytes that it came in, one character each; what none may hold, and Node does not write, is left out. */
export function reasonOf(phrase: string): string {
  return Buffer.from(phrase)
    .toString('latin1')
    .replaceAll(/[^\t\x20-\x7e\x80-\xff]/gu, '');
}

/** The names among names and values in turn, in small letters. */
export function names(raw: readonly string[]): Set<string> {
  return new Set(raw.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase()));
}

/** HTTP/2 gives the trailers parsed alone. */
export function trailersOf(
  { rawTrailers }: Dispatcher.DispatchController,
  parsed: Record<string, unknown>,
): [string, string][] {
  const raw = textsOf(rawTrailers);
  if (raw.length > 0) {
    return raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? '']] : []));
  }
  return Object.entries(parsed).map(([name, value]) => [name, String(value)]);
}

/** The length that the fields tell, in bytes of the body; null where no length, or more than one, is given. */
export function lengthIn(fields: HeaderFields): number | null {
  const [length, ...others] = headerValues(fields, 'content-length') ?? [];
  return length === undefined || others.length > 0 ? null : Number(length);
}
