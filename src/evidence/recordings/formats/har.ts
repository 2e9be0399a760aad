/** HTTP Archive 1.2 (http://www.softwareishard.com/blog/har-12-spec). */
import * as z from 'zod';
import { bytesOfByteText, isUtf8 } from '../../../text/bytes.ts';
import { isObject } from '../../../text/json.ts';
import { type Exchange, type HeaderFields, headerValues } from '../../exchange.ts';
import { notAList } from '../exchange-list.ts';
import { base64, parsePart, requestOf, responseOf, textSchema } from '../fields.ts';
import type { RecordingFormat } from '../format.ts';
import { elementsOf } from '../json-elements.ts';
import { JsonFile } from '../json-file.ts';
import type { RecordedExchange } from '../recorded.ts';
import type { RecordingSource } from '../source.ts';

const headersSchema = z
  .array(z.looseObject({ name: textSchema, value: textSchema }))
  .nullish()
  .transform((headers): HeaderFields => (headers ?? []).map(({ name, value }) => [name, [value]]));
const contentSchema = z.looseObject({ text: z.string().nullish(), encoding: z.string().nullish() });

type Content = z.infer<typeof contentSchema> | null | undefined;

const entrySchema = z.looseObject({
  time: z.number().nullish(),
  request: z.looseObject({
    method: textSchema,
    url: textSchema,
    headers: headersSchema,
    postData: contentSchema.nullish(),
  }),
  response: z.looseObject({
    /** 0 if no response came. */
    status: z.int().min(-1).max(999),
    headers: headersSchema,
    content: contentSchema.nullish(),
    _error: z.unknown().optional(),
  }),
});

export const har: RecordingFormat = {
  name: 'HAR',
  keeps: 'bytes',
  words: ['log', 'entries', 'request', 'response'],
  order: 40,
  extension: '.har',
  looksLike: ({ text }) =>
    /^\s*\{(?:\s*"comment"\s*:\s*"[^"]*",)?\s*"log"\s*:\s*\{/.test(text) &&
    /"(?:entries|creator)"\s*:/.test(text),
  read(source) {
    const elements = elementsOf(source.bytes, ['log', 'entries']);
    if (elements === null) return refuse(source);
    return elements.map((element, index) => source.exchangeIn(element, entryReader(index, element.line)));
  },
};

/** Throws for a HAR file without readable entries; returns null if the file is not a HAR. */
function refuse(source: RecordingSource): null {
  const file = source.json();
  const log = isObject(file.root) ? file.root['log'] : undefined;
  if (isObject(log)) throw notAList(file, ['log', 'entries']);
  return null;
}

/** A function of its own, because a closure would keep the whole file in memory. */
function entryReader(index: number, line: number) {
  return (text: string, file: string) => readEntry(new JsonFile(text, file, line), index);
}

function readEntry(file: JsonFile, index: number): RecordedExchange {
  const place = ['log', 'entries', index];
  const { request, response, time } = parsePart(file, place, entrySchema, file.root);
  const bytesOf = (where: string, content: Content, headers: HeaderFields) => {
    const text = content?.text ?? '';
    const at = [...place, where, 'text'];
    if (content?.encoding === 'base64') return base64(file, at, text);
    return bytesOfLatin1(text, headers) ?? file.bytes(at, text);
  };
  const sent = requestOf(file, [...place, 'request'], {
    method: request.method,
    url: request.url,
    headers: request.headers,
    body: bytesOf('request.postData', request.postData, request.headers),
  });
  const failure = typeof response._error === 'string' ? response._error : 'no response was received';
  const exchange: Exchange = {
    request: sent,
    ...(response.status < 100
      ? { response: null, failure }
      : {
          response: responseOf(file, [...place, 'response'], {
            status: response.status,
            headers: response.headers,
            body: bytesOf('response.content', response.content, response.headers),
          }),
        }),
    ...(typeof time === 'number' && time >= 0 ? { ms: time } : {}),
  };
  return { exchange, line: file.line(place), fidelity: 'bytes' };
}

/**
 * The bytes of a text with one character for each byte: mitmproxy reads bodies as Latin-1 if they name no charset and are not
 * JSON, and so event streams too. Null for other texts.
 */
function bytesOfLatin1(text: string, headers: HeaderFields): Uint8Array | null {
  const type = headerValues(headers, 'content-type')?.join() ?? '';
  if (/charset|json/iu.test(type) || !/^[\0-\u00ff]*[\u0080-\u00ff][\0-\u00ff]*$/u.test(text)) return null;
  const bytes = bytesOfByteText(text);
  return isUtf8(bytes) ? bytes : null;
}
