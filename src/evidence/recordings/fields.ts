/** Shared by the formats of other recorders: lenient fields, headers, bodies and responses. */

import * as z from 'zod';
import { messageOf } from '../../system/failure.ts';
import { bytesOfBase64, bytesOfByteText, utf8Bytes } from '../../text/bytes.ts';
import { isObject, type Json } from '../../text/json.ts';
import { decodeText } from '../../text/wire-text.ts';
import type { CassetteError } from '../cassette/cassette.ts';
import type { YamlPath } from '../cassette/yaml-file.ts';
import type { HeaderFields, HttpRequest, HttpResponse } from '../exchange.ts';
import { headerValues } from '../exchange.ts';
import { Decompression, isGzip, type Undone } from './content-encoding.ts';
import type { Fidelity, RecordingFile } from './recorded.ts';

/** A scalar, read as text. */
export const textSchema = z.union([
  z.string(),
  z.union([z.number(), z.boolean()]).transform(String),
  z.instanceof(Uint8Array).transform(decodeText),
]);

/** Header fields as a mapping; a single value counts as a list of one. */
export const headersSchema = z
  .record(z.string(), z.union([textSchema.transform((value) => [value]), z.array(textSchema), z.null()]))
  .nullish()
  .transform(
    (headers): HeaderFields =>
      Object.entries(headers ?? {}).flatMap(([name, values]) => (values === null ? [] : [[name, values]])),
  );

const codeSchema = z.coerce.number().pipe(z.int().min(100).max(999));

/** A status as a number, or as a mapping that contains it. */
export const statusSchema = z.union([
  codeSchema,
  z.looseObject({ code: codeSchema }).transform(({ code }) => code),
  z.looseObject({ status_code: codeSchema }).transform(({ status_code: code }) => code),
]);

/** Parses a part of a file. @throws {CassetteError} that names the first invalid field. */
export function parsePart<T>(file: RecordingFile, place: YamlPath, schema: z.ZodType<T>, part: Json): T {
  const read = schema.safeParse(part, { reportInput: true });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const missing = issue?.input === undefined || issue.input === null;
  const problem = missing ? 'is missing' : 'is not as a recorder writes it';
  throw file.error([...place, ...(issue?.path ?? [])], `${problem}; restore the file, or record it again`);
}

export function requestOf(
  file: RecordingFile,
  place: YamlPath,
  { body, ...request }: HttpRequest,
): HttpRequest {
  const method = request.method.toUpperCase();
  return { ...request, method, body: undone(file, place, body, request.headers).bytes };
}

/** A response whose length of 0 proves that nothing of its body is missing ("Nothing recorded" in docs/reading.md). */
export function responseOf(
  file: RecordingFile,
  place: YamlPath,
  { status, headers, body }: Pick<HttpResponse, 'status' | 'headers' | 'body'>,
): HttpResponse {
  const provenComplete = provesEmpty(headers, body);
  const { bytes, cutOff } = undone(file, place, body, headers);
  return { status, headers, body: bytes, provenComplete, ...(cutOff && { cutOff: true }) };
}

/** Returns true if the response itself declares that it has no body. */
export function provesEmpty(headers: HeaderFields, body: Uint8Array): boolean {
  return (
    body.length === 0 &&
    headerValues(headers, 'content-length')?.join() === '0' &&
    headerValues(headers, 'transfer-encoding') === undefined
  );
}

/**
 * The bytes of a body: text, bytes, or a mapping with `string`, `base64_string` or R's `raw_gzip`. Null if the file does not
 * contain it (no body, a body in another file, a form), undefined if it is something else.
 */
export function bodyBytes(file: RecordingFile, place: YamlPath, body: Json): Uint8Array | null | undefined {
  if (body === undefined || body === null) return null;
  if (body instanceof Uint8Array) return body;
  if (typeof body === 'string') return textBytes(file, place, body);
  if (!isObject(body)) return undefined;
  if (typeof body['base64_string'] === 'string') return base64(file, place, body['base64_string']);
  if (typeof body['raw_gzip'] === 'string') return rawGzip(file, place, body['raw_gzip']);
  const { string } = body;
  if (typeof string === 'string') return textBytes(file, place, string);
  return string instanceof Uint8Array ? string : null;
}

/** The bytes of a body, and whether they are the original ones. */
export interface Body {
  readonly bytes: Uint8Array;
  readonly fidelity: Fidelity;
}

/** The body of a recorder that kept only the parsed value. */
export function parsedBody(value: Json): Body {
  return { bytes: utf8Bytes(writtenAnew(value)), fidelity: 'values' };
}

/** A parsed value as JSON. Integers that were too long for a double have lost digits; an exponent marks them as doubles. */
export function writtenAnew(value: Json): string {
  const text = JSON.stringify(value ?? null);
  if (!/\d{16}/u.test(text)) return text;
  const isRounded = (item: number) => !Number.isSafeInteger(item) && /^-?\d+$/u.test(`${item}`);
  const marked = JSON.stringify(value, (_, item: Json) =>
    typeof item === 'number' && isRounded(item) ? `\0${item}` : item,
  );
  return marked.replace(/"\\u0000(-?\d+)"/gu, '$1e0');
}

/** Decodes base64. @throws {CassetteError} when the text is not base64. */
export function base64(file: RecordingFile, place: YamlPath, text: string): Uint8Array {
  const packed = text.replace(/\s+/gu, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/u.test(packed) || packed.replace(/=+$/u, '').length % 4 === 1) {
    throw file.error(place, 'holds no whole base64; restore the file, or record it again');
  }
  return bytesOfBase64(packed);
}

/** The bytes of a text. Python 2 wrote compressed bodies as text, with one character for each byte. */
function textBytes(file: RecordingFile, place: YamlPath, text: string): Uint8Array {
  if (text.startsWith('\x1f\x8b')) return bytesOfByteText(text);
  return file.bytes(place, text);
}

/** Decompresses R's `raw_gzip`; memCompress of R uses that name for the zlib format. */
function rawGzip(file: RecordingFile, place: YamlPath, text: string): Uint8Array {
  const packed = base64(file, place, text);
  try {
    const headers = isGzip(packed) ? [] : ([['Content-Encoding', ['deflate']]] as const);
    return decompressionOf(file).undo(packed, headers).bytes;
  } catch (error) {
    throw undecompressed(file, [...place, 'raw_gzip'], error);
  }
}

function undone(file: RecordingFile, place: YamlPath, body: Uint8Array, headers: HeaderFields): Undone {
  try {
    return decompressionOf(file).undo(body, headers);
  } catch (error) {
    throw undecompressed(file, [...place, 'body'], error);
  }
}

/** The error for a body that cannot be decompressed. Some errors already contain the next step. */
function undecompressed(file: RecordingFile, place: YamlPath, error: unknown): CassetteError {
  const why = messageOf(error);
  return file.error(
    place,
    `cannot be decompressed${why.includes('; ') ? `: ${why}` : ` (${why}); record it again`}`,
  );
}

const decompressions = new WeakMap<RecordingFile, Decompression>();

function decompressionOf(file: RecordingFile): Decompression {
  const decompression = decompressions.get(file) ?? new Decompression();
  decompressions.set(file, decompression);
  return decompression;
}
