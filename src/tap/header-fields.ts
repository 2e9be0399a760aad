/** The header fields of a message that passes a tap. */
import type { Dispatcher } from 'undici';
import { type HeaderFields, headerValues } from '../evidence/exchange.ts';
import { textsOf } from '../transports/raw-headers.ts';

/** RFC 9110, section 7.6.1: fields about one connection, not about the message. */
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
/** Fields that are not passed on with a body without chunks: only a chunked body has trailers. */
export const OF_AN_UNFRAMED_BODY = new Set([...OF_THE_CONNECTION, 'trailer']);
/** Fields that are not passed on with a request: undici writes its own `host`, and refuses `expect`. */
export const OF_THIS_HOP = new Set([...OF_THE_CONNECTION, 'host', 'expect']);

/**
 * The fields to pass on, as alternating names and values, without those in `left` and those that `Connection` names.
 */
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

/** A reason phrase as Latin-1 text of its bytes, without the characters that Node refuses to write. */
export function reasonOf(phrase: string): string {
  return Buffer.from(phrase)
    .toString('latin1')
    .replaceAll(/[^\t\x20-\x7e\x80-\xff]/gu, '');
}

/** The names in a list of alternating names and values, in lower case. */
export function names(raw: readonly string[]): Set<string> {
  return new Set(raw.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase()));
}

/** The trailers of an answer. HTTP/2 provides only parsed ones. */
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

/** The body length that the fields declare, in bytes; null if they declare none, or several. */
export function lengthIn(fields: HeaderFields): number | null {
  const [length, ...others] = headerValues(fields, 'content-length') ?? [];
  return length === undefined || others.length > 0 ? null : Number(length);
}
