/** The exchanges that a caller gives, and their conversion to evidence for the judge. */
import { Buffer } from 'node:buffer';
import { types } from 'node:util';
import * as z from 'zod';
import type { ArrivedChunk, HeaderFields, HttpResponse } from '../evidence/exchange.ts';
import { type Undone, undoContentEncoding } from '../evidence/recordings/content-encoding.ts';
import { provesEmpty } from '../evidence/recordings/fields.ts';
import type { RecordedExchange } from '../evidence/recordings/recorded.ts';
import { SuiteError } from '../system/failure.ts';
import { isObject, type Json } from '../text/json.ts';

/** Header fields as fetch, Node, undici or axios represent them; names in any case. */
export type GivenHeaders =
  | Iterable<readonly [name: string, value: string | readonly string[]]>
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** The bytes of a body, its text, or its parsed JSON. */
export type GivenBody = string | Uint8Array | ArrayBuffer | object;

/** One request, as sent. */
export interface GivenRequest {
  readonly url: string;
  /** `POST` when omitted. */
  readonly method?: string | undefined;
  readonly headers?: GivenHeaders | undefined;
  readonly body?: GivenBody | null | undefined;
}

/** One response, as received. */
export interface GivenResponse {
  /** 200 when omitted. */
  readonly status?: number | undefined;
  /** When omitted, no check judges header fields. */
  readonly headers?: GivenHeaders | undefined;
  /** For parsed JSON, no check judges the bytes. A stream must be the original text or bytes. */
  readonly body?: GivenBody | null | undefined;
  /** True when the client read the body to its end. An empty body is then a fault, not a recording without bodies. */
  readonly provenComplete?: boolean | undefined;
  /** When each piece of the body arrived. {@link recordingFetch} records this, and also removes credentials. */
  readonly chunks?: readonly ArrivedChunk[] | undefined;
}

/** One request and its response. Every {@link Exchange} is valid here. */
export interface GivenExchange {
  readonly request: GivenRequest;
  /** Null when there was no response; `failure` may say why. */
  readonly response: GivenResponse | null;
  readonly failure?: string | undefined;
  /** The whole duration in milliseconds. */
  readonly ms?: number | undefined;
}

const headersSchema = z.preprocess(
  (headers) => (isIterable(headers) ? [...headers] : isObject(headers) ? Object.entries(headers) : headers),
  z
    .array(z.tuple([z.string(), z.union([z.string(), z.array(z.string())]).optional()]), {
      error: 'is neither pairs of a name and a value nor an object',
    })
    .default([])
    .transform(
      (fields): HeaderFields =>
        fields.flatMap(([name, value]) => (value === undefined ? [] : [[name, [value].flat()]])),
    ),
);

/** The bytes, and whether the body was parsed JSON. */
const bodySchema = z
  .custom<GivenBody | null | undefined>((body) => body === null || body === undefined || isBody(body), {
    error:
      'is neither text, bytes nor JSON; read it first, as exchangeFrom does with a Request or a Response',
  })
  .optional()
  .transform((body) => ({ bytes: bytesOf(body), parsed: isParsed(body) }));

const exchangeSchema = z.object({
  request: z.object({
    url: z.string(),
    method: z.string().default('POST'),
    headers: headersSchema,
    body: bodySchema,
  }),
  response: z
    .object({
      status: z.int().min(100).max(999).default(200),
      headers: headersSchema,
      body: bodySchema,
      provenComplete: z.boolean().optional(),
      chunks: z.array(z.object({ bytes: z.number(), at: z.number() })).optional(),
    })
    .nullable(),
  failure: z.string().optional(),
  ms: z.number().optional(),
});

/**
 * Converts exchanges to evidence, in their order. Compressed bodies are decompressed.
 *
 * @throws {SuiteError} naming the exchange and the field that does not match {@link GivenExchange}
 */
export function evidenceOf(exchanges: readonly GivenExchange[]): RecordedExchange[] {
  if (!Array.isArray(exchanges)) {
    throw new SuiteError('the exchanges are no list; give an array, such as await recorder.exchanges()');
  }
  return exchanges.map((exchange: Json, index) => {
    const read = exchangeSchema.safeParse(exchange);
    if (read.success) return recorded(read.data, `exchange ${index + 1}`);
    const [issue] = read.error.issues;
    const field = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')} `;
    throw new SuiteError(`exchange ${index + 1}: ${field}${issue?.message ?? 'cannot be read'}`);
  });
}

function recorded(
  { request, response, failure, ms }: z.infer<typeof exchangeSchema>,
  name: string,
): RecordedExchange {
  const { url, headers } = request;
  const exchange = {
    request: {
      url,
      headers,
      method: request.method.toUpperCase(),
      body: decompressed(request.body.bytes, headers, `${name}: request.body`).bytes,
    },
    response: response && responseOf(response, name),
    ...(failure === undefined ? {} : { failure }),
    ...(ms === undefined ? {} : { ms }),
  };
  return { exchange, line: null, fidelity: response?.body.parsed === true ? 'values' : 'bytes' };
}

function responseOf(
  { status, headers, body, provenComplete, chunks }: NonNullable<z.infer<typeof exchangeSchema>['response']>,
  name: string,
): HttpResponse {
  const { bytes, cutOff } = decompressed(body.bytes, headers, `${name}: response.body`);
  return {
    status,
    headers,
    body: bytes,
    provenComplete: provenComplete ?? provesEmpty(headers, body.bytes),
    ...(cutOff && { cutOff: true }),
    ...(chunks === undefined ? {} : { chunks }),
  };
}

function decompressed(body: Uint8Array, headers: HeaderFields, name: string): Undone {
  try {
    return undoContentEncoding(body, headers);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new SuiteError(`${name} cannot be decompressed (${problem}); give it as the client read it`);
  }
}

function bytesOf(body: GivenBody | null | undefined): Uint8Array {
  if (body === null || body === undefined) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body);
  if (types.isUint8Array(body)) return body;
  if (types.isAnyArrayBuffer(body)) return new Uint8Array(body);
  return Buffer.from(JSON.stringify(body));
}

function isBody(body: Json): boolean {
  return (
    typeof body === 'string' || types.isUint8Array(body) || types.isAnyArrayBuffer(body) || isParsed(body)
  );
}

/**
 * An instance of a class, such as a stream, is not parsed JSON. Test runners have several realms, each with its own
 * `Object`, so the prototype is checked by its depth.
 */
function isParsed(body: Json): boolean {
  if (Array.isArray(body)) return true;
  if (!isObject(body)) return false;
  const prototype: Json = Object.getPrototypeOf(body);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isIterable(value: Json): value is Iterable<Json> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
