/** Records the requests and responses of fetch as evidence. */
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

/** A `fetch` that records its exchanges. */
export interface FetchRecorder {
  /** Give this to a client instead of its usual `fetch`; the client reads answers as usual. */
  readonly fetch: typeof globalThis.fetch;
  /**
   * Resolves with the exchanges so far, in the order of the calls, when their answers are complete. Credentials are
   * removed, and header fields that may contain some.
   */
  exchanges(): Promise<readonly Exchange[]>;
}

/**
 * Wraps a `fetch` so that every exchange is recorded: the bytes that the client received, with the arrival time of each
 * piece. An answer is read to its end unless the client aborts the request.
 *
 * @param inner the `fetch` that sends; Node's own by default
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
 * Returns the exchange of a request and its response, for tests of a handler. Both can still be read afterwards.
 *
 * @throws {SuiteError} when a body was already read
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

/** Returns a copy of the request for reading, and the `init` to pass on: a stream in a body can be read only once. */
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

/** Reads the body as it arrives, and says what ended it early. */
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
    // The bytes of a body that fetch decompressed cannot be compared with Content-Length.
    const isCounted = endedByProvider(error) && !response.headers.has('content-encoding');
    const broken = isCounted ? brokenBody(fieldsOf(response.headers), body.length) : undefined;
    return { body, failure, ...(broken === undefined ? {} : { broken }) };
  }
}

/** Removes the fields about a content coding, because fetch has already decoded the body. */
function fieldsOf(headers: Headers): HeaderFields {
  const untrue = headers.has('content-encoding') ? ['content-encoding', 'content-length'] : [];
  return [...headers]
    .filter(([name]) => !untrue.includes(name))
    .map(([name, value]) => [name, [value]] as const);
}

/** In milliseconds, rounded to a tenth. */
function since(departure: number): number {
  return Math.round((systemClock.monotonic() - departure) * 10) / 10;
}

/** An error of fetch says only that it failed; its cause says why. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  const code = 'code' in cause ? String(cause.code) : '';
  return `${error.message}: ${cause.message === '' ? code : cause.message}`;
}
