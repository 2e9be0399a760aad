/**
 * The evidence: what was on the wire, before it is interpreted.
 *
 * Everything that records, replays or imports traffic produces these shapes, and the judge sees only these.
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
 * A body whose connection ended too early, as our own recorder counted it on the wire, before decompression. Other recorders
 * decode, re-encode and trim bodies, so their recordings do not show this.
 */
export interface BrokenBody {
  /** The bytes that arrived. */
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
  /** Set if the recording has only the beginning of the compressed body; it is unknown who cut it. */
  readonly cutOff?: true;
  /** Set if the connection ended before the body, unless our own client ended it. */
  readonly broken?: BrokenBody;
  /** Chunk boundaries and arrival times; absent in recordings that did not keep them. */
  readonly chunks?: readonly ArrivedChunk[];
}

/** One request and its response. If no response arrived, it is null, and `failure` says why. */
export interface Exchange {
  readonly request: HttpRequest;
  readonly response: HttpResponse | null;
  readonly failure?: string;
  /** Whole duration in milliseconds, if the recording has it. */
  readonly ms?: number;
}

/** The failure of an exchange that the client itself ended; it does not count as a failed attempt. */
export const HUNG_UP = 'the client hung up';

const NOT_SENT = 'not sent: ';

/** The exchange of a request that was not sent, with the reason, such as `budget`. */
export function unsent(request: HttpRequest, reason: string): Exchange {
  return { request, response: null, failure: `${NOT_SENT}${reason}` };
}

/** Why the request was not sent; null if it was. */
export function whyUnsent({ failure }: Exchange): string | null {
  return failure?.startsWith(NOT_SENT) === true ? failure.slice(NOT_SENT.length) : null;
}

/** The failure of an exchange whose body exceeded the limit. */
export function endlessFailure(limit: number): string {
  return `the body is longer than ${limit} bytes and was cut there (size limit)`;
}

/** Returns true if the body was cut because it exceeded the limit. */
export function isEndless({ failure }: Pick<Exchange, 'failure'>): boolean {
  return failure?.startsWith('the body is longer than ') === true;
}

/** Returns true if our client timed out: before the first byte, between two arrivals, or in total. */
export function isTimedOut({ failure }: Pick<Exchange, 'failure'>): boolean {
  return failure !== undefined && / \((?:first-byte|idle|whole) timeout\)$/u.test(failure);
}

export type Delivery = 'streaming' | 'buffered';

/**
 * The place of a value on the wire. `exchange` and `event` count from 1; `event` is null in a buffered body, in a request
 * and in headers. `path` is a JSON path inside that event or body, such as `choices[0].delta.tool_calls[0].id`. Paths
 * outside the response body have the prefix `request.` or `headers.`; the empty path is the whole.
 */
export interface Place {
  readonly exchange: number;
  readonly event: number | null;
  readonly path: string;
}

/** The values of a header field; ignores the case of its name. Undefined if the field is absent. */
export function headerValues(headers: HeaderFields, name: string): readonly string[] | undefined {
  const wanted = name.toLowerCase();
  const found = headers.filter(([field]) => field.toLowerCase() === wanted).flatMap(([, values]) => values);
  return found.length > 0 ? found : undefined;
}
