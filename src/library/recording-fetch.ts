/** What fetch sends and gets, as evidence. */
import { credentials } from '../checks/errors.ts';
import {
  type BrokenBody,
  type Exchange,
  type HeaderFields,
  type HttpRequest,
  HUNG_UP,
} from '../evidence/exchange.ts';
import { redactExchange } from '../redact/redact.ts';
import { SuiteError } from '../system/failure.ts';
import { brokenBody, endedByProvider } from '../transports/broken-body.ts';
import { systemClock } from '../transports/clock.ts';
import { ArrivingBody } from '../transports/live-body.ts';

/** A `fetch` that keeps what it saw. */
export interface FetchRecorder {
  /** To be given to a client in place of the other one, which sends; the client reads answers as usual. */
  readonly fetch: typeof globalThis.fetch;
  /**
   * The exchanges so far in the order of the calls, once their answers are whole. Credentials are taken out of them, and
   * header fields that might hold some.
   */
  exchanges(): Promise<readonly Exchange[]>;
}

/**
 * Wraps a `fetch` so that every exchange is kept: the bytes as the client got them, with the time at which each piece
 * arrived. An answer is read on to its end unless the client aborts the request.
 *
 * @param inner the one that sends; that of Node unless given
 */
export function recordingFetch(inner: typeof globalThis.fetch = globalThis.fetch): FetchRecorder {
  const kept: Promise<Exchange>[] = [];
  return {
    fetch: async (input, init) => {
      const { copy, init: passed } = copied(input, init);
      const departure = systemClock.monotonic();
      const answer = (async () => {
        const response = await inner(input, passed);
        return { response, copy: response.clone() };
      })();
      kept.push(exchangeOf(copy, answer, departure));
      return (await answer).response;
    },
    exchanges: () => Promise.all(kept),
  };
}

/**
 * The exchange that a request and its response are, for tests of a handler that takes the one and gives the other. Both can
 * still be read afterwards.
 *
 * @throws {SuiteError} when a body was read before
 */
export async function exchangeFrom(request: Request, response: Response): Promise<Exchange> {
  for (const [name, { bodyUsed }] of Object.entries({ request, response })) {
    if (bodyUsed) throw new SuiteError(`the body of the ${name} was read before; give its clone()`);
  }
  const { body, failure } = await arrivalOf(response.clone(), 0, request.signal);
  return {
    request: await sentAs(request.clone()),
    response: {
      status: response.status,
      headers: fieldsOf(response.headers),
      body: body.take(),
      provenComplete: failure === undefined,
    },
    ...(failure === undefined ? {} : { failure }),
  };
}

/** A copy of the request to be read, and what is passed on: a stream of a body can be read but once. */
function copied(
  input: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
): { readonly copy: Request; readonly init: RequestInit | undefined } {
  const source = input instanceof Request ? input.clone() : input;
  if (!(init?.body instanceof ReadableStream)) return { copy: new Request(source, init), init };
  const [own, theirs] = init.body.tee();
  return { copy: new Request(source, { ...init, body: own }), init: { ...init, body: theirs } };
}

async function exchangeOf(
  copy: Request,
  answer: Promise<{ readonly copy: Response }>,
  departure: number,
): Promise<Exchange> {
  const request = await sentAs(copy);
  const exchange = await answer.then(
    async ({ copy: response }): Promise<Exchange> => {
      const { body, failure, broken } = await arrivalOf(response, departure, copy.signal);
      return {
        request,
        response: {
          status: response.status,
          headers: fieldsOf(response.headers),
          body: body.take(),
          provenComplete: failure === undefined,
          ...(broken === undefined ? {} : { broken }),
          chunks: body.chunks,
        },
        ...(failure === undefined ? {} : { failure }),
        ms: since(departure),
      };
    },
    (error): Exchange => ({
      request,
      response: null,
      failure: copy.signal.aborted ? HUNG_UP : `no response was received (${causeOf(error)})`,
      ms: since(departure),
    }),
  );
  const secrets = [...new Set(credentials(request))].map((value) => ({ name: 'CREDENTIAL', value }));
  return redactExchange(exchange, secrets);
}

async function sentAs(request: Request): Promise<HttpRequest> {
  return {
    method: request.method,
    url: request.url,
    headers: [...request.headers].map(([name, value]) => [name, [value]]),
    body: new Uint8Array(await request.arrayBuffer()),
  };
}

/** The body as it arrives, and what ended it before its end. */
async function arrivalOf(
  response: Response,
  departure: number,
  signal: AbortSignal,
): Promise<{ readonly body: ArrivingBody; readonly failure?: string; readonly broken?: BrokenBody }> {
  const body = new ArrivingBody(Number.POSITIVE_INFINITY);
  try {
    for await (const piece of response.body ?? []) body.append(piece, since(departure));
    return { body };
  } catch (error) {
    if (signal.aborted) return { body, failure: HUNG_UP };
    const failure = `the exchange broke off after ${body.length} bytes of the body (${causeOf(error)})`;
    // What fetch decompressed cannot be counted.
    const isCounted = endedByProvider(error) && !response.headers.has('content-encoding');
    const broken = isCounted ? brokenBody(fieldsOf(response.headers), body.length) : undefined;
    return { body, failure, ...(broken === undefined ? {} : { broken }) };
  }
}

/** Of a response: fetch has undone the coding of the body, and leaves the fields that speak of it. */
function fieldsOf(headers: Headers): HeaderFields {
  const untrue = headers.has('content-encoding') ? ['content-encoding', 'content-length'] : [];
  return [...headers]
    .filter(([name]) => !untrue.includes(name))
    .map(([name, value]) => [name, [value]] as const);
}

/** In milliseconds, to the tenth. */
function since(departure: number): number {
  return Math.round((systemClock.monotonic() - departure) * 10) / 10;
}

/** fetch says that it failed, and its cause why. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  const code = 'code' in cause ? String(cause.code) : '';
  return `${error.message}: ${cause.message === '' ? code : cause.message}`;
}
