/** Assembles exchanges from the events of a tap. */
import { type Exchange, type HeaderFields, HUNG_UP } from '../evidence/exchange.ts';
import { undoContentEncoding } from '../evidence/recordings/content-encoding.ts';
import { ArrivingBody } from '../transports/live-body.ts';
import { undoContentCoding } from '../transports/live-content-coding.ts';
import type { WireEvent } from './wire-event.ts';

/** An exchange that has ended, with its bytes as they came. */
export interface EndedExchange {
  readonly exchange: Exchange;
  /** True if the request exceeded the size limit, so its content is unknown. */
  readonly requestCut: boolean;
}

interface ArrivingExchange {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderFields;
  readonly sent: ArrivingBody;
  readonly arrived: ArrivingBody;
  head: { readonly status: number; readonly headers: HeaderFields } | null;
}

export class ArrivingExchanges {
  readonly #keptBytes: number;
  readonly #underWay = new Map<number, ArrivingExchange>();

  /** @param keptBytes the limit of a body, in bytes */
  constructor(keptBytes: number) {
    this.#keptBytes = keptBytes;
  }

  /** Takes one event. Returns the exchange that it ends, or null. */
  take(event: WireEvent): EndedExchange | null {
    if (event.kind === 'request') {
      const { method, url, headers } = event;
      const [sent, arrived] = [new ArrivingBody(this.#keptBytes), new ArrivingBody(this.#keptBytes)];
      this.#underWay.set(event.id, { method, url, headers, sent, arrived, head: null });
      return null;
    }
    const exchange = this.#underWay.get(event.id);
    if (exchange === undefined) return null;
    if (event.kind === 'sent') exchange.sent.append(event.bytes, 0);
    else if (event.kind === 'arrived') appendAll(exchange.arrived, event);
    else if (event.kind === 'head') exchange.head = { status: event.status, headers: event.headers };
    else {
      this.#underWay.delete(event.id);
      return { exchange: endedAs(exchange, event), requestCut: event.requestCut };
    }
    return null;
  }

  /** Returns the exchanges in progress, as if they ended now. */
  breakOff(): EndedExchange[] {
    const ended = [...this.#underWay.values()].map((exchange) => ({
      exchange: endedAs(exchange, { failure: HUNG_UP, broken: null }),
      requestCut: false,
    }));
    this.#underWay.clear();
    return ended;
  }
}

function appendAll(body: ArrivingBody, { bytes, chunks }: Extract<WireEvent, { kind: 'arrived' }>): void {
  let from = 0;
  for (const chunk of chunks) {
    body.append(bytes.subarray(from, from + chunk.bytes), chunk.at);
    from += chunk.bytes;
  }
}

function endedAs(
  { method, url, headers, sent, arrived, head }: ArrivingExchange,
  {
    ms,
    failure,
    broken,
  }: Pick<Extract<WireEvent, { kind: 'end' }>, 'failure' | 'broken'> & { readonly ms?: number },
): Exchange {
  return {
    request: { method, url, headers, body: sent.take() },
    response: head && {
      ...head,
      body: arrived.take(),
      provenComplete: failure === null,
      ...(broken === null ? {} : { broken }),
      chunks: arrived.chunks,
    },
    ...(failure === null ? {} : { failure }),
    ...(ms === undefined ? {} : { ms }),
  };
}

/** Decompresses the bodies: a compressed recording is unreadable, and redaction would miss keys in it. */
export async function withoutCodings(
  { request, response, ...rest }: Exchange,
  limit: number,
): Promise<Exchange> {
  const decoded = response && (await undoContentCoding(response, limit));
  const failure = rest.failure ?? decoded?.failure;
  return {
    ...rest,
    request: {
      ...request,
      headers: request.headers.filter(([name]) => !/^content-(?:encoding|length)$/iu.test(name)),
      body: decodedRequest(request),
    },
    response: decoded?.response ?? null,
    ...(failure === undefined ? {} : { failure }),
  };
}

/** The decompressed body; empty if it cannot be decompressed. */
function decodedRequest({ body, headers }: Exchange['request']): Uint8Array {
  try {
    return undoContentEncoding(body, headers).bytes;
  } catch {
    return new Uint8Array();
  }
}
