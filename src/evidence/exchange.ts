/**
 * The evidence: what stood on the wire, before anybody reads meaning into it.
 *
 * Everything that records, replays or imports traffic produces these shapes, and the judge sees nothing else.
 */

/** Header fields in wire order, names as received; one name may carry several values. */
export type HeaderFields = readonly (readonly [name: string, values: readonly string[]])[];

/** One HTTP request exactly as sent. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderFields;
  readonly body: Uint8Array;
}

/** One piece of a body as it arrived: its length in bytes and its arrival in milliseconds after the request left. */
export interface ArrivedChunk {
  readonly bytes: number;
  readonly at: number;
}

/**
 * A body that the connection did not bring to its end, as our own recorder counted it on the wire, before any content
 * coding was undone. Other recorders decode, encode anew and trim, so theirs say nothing of it.
 */
export interface BrokenBody {
  /** The bytes that came. */
  readonly received: number;
  /** The bytes that Content-Length promised; null for a chunked body, whose last chunk is missing. */
  readonly declared: number | null;
}

/** One HTTP response exactly as received. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: HeaderFields;
  readonly body: Uint8Array;
  /** True when the recording itself proves that nothing of the body is missing. */
  readonly provenComplete: boolean;
  /** The recording has only the beginning of its compressed form, and nobody can tell who cut it. */
  readonly cutOff?: true;
  /** How the connection ended before the body did; absent where it did not, and where our client ended it. */
  readonly broken?: BrokenBody;
  /** Chunk boundaries and arrival times; absent in recordings that did not keep them. */
  readonly chunks?: readonly ArrivedChunk[];
}

/** One request and its response. A response of null means that none arrived; `failure` then says why. */
export interface Exchange {
  readonly request: HttpRequest;
  readonly response: HttpResponse | null;
  readonly failure?: string;
  /** Whole duration in milliseconds, where the recording knows it. */
  readonly ms?: number;
}

/** The failure of an exchange that the client itself broke off; it is no attempt that failed. */
export const HUNG_UP = 'the client hung up';

const NOT_SENT = 'not sent: ';

/** The exchange of a request that never left, with the reason, such as `budget`. */
export function unsent(request: HttpRequest, reason: string): Exchange {
  return { request, response: null, failure: `${NOT_SENT}${reason}` };
}

/** Why the request never left; null when it did. */
export function whyUnsent({ failure }: Exchange): string | null {
  return failure?.startsWith(NOT_SENT) === true ? failure.slice(NOT_SENT.length) : null;
}

/** The failure of an exchange whose body was longer than what is kept of one. */
export function endlessFailure(limit: number): string {
  return `the body is longer than ${limit} bytes and was cut there (size limit)`;
}

/** Whether the body was cut because it did not end. */
export function isEndless({ failure }: Pick<Exchange, 'failure'>): boolean {
  return failure?.startsWith('the body is longer than ') === true;
}

/** Whether the exchange took longer than our client waits: to its first byte, between two arrivals, or in all. */
export function isTimedOut({ failure }: Pick<Exchange, 'failure'>): boolean {
  return failure !== undefined && / \((?:first-byte|idle|whole) timeout\)$/u.test(failure);
}

export type Delivery = 'streaming' | 'buffered';

/**
 * Where a value stands on the wire. `exchange` and `event` count from 1; `event` is null in a buffered body, in a
 * request and in headers. `path` is a JSON path inside that event or body, such as `choices[0].delta.tool_calls[0].id`,
 * with the prefixes `request.` and `headers.` for what is not the response body; empty for the whole.
 */
export interface Place {
  readonly exchange: number;
  readonly event: number | null;
  readonly path: string;
}

/** The values of a header field, its name compared without case; undefined when the field is absent. */
export function headerValues(headers: HeaderFields, name: string): readonly string[] | undefined {
  const wanted = name.toLowerCase();
  const found = headers.filter(([field]) => field.toLowerCase() === wanted).flatMap(([, values]) => values);
  return found.length > 0 ? found : undefined;
}
