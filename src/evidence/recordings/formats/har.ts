/** HTTP Archive 1.2 (http://www.softwareishard.com/blog/har-12-spec). */
import { z } from 'zod';
import { isObject, type Json } from '../../../text/json.ts';
import type { Exchange, HeaderFields } from '../../exchange.ts';
import { notAList } from '../exchange-list.ts';
import { base64, parsePart, requestOf, responseOf, textSchema } from '../fields.ts';
import type { RecordingFormat } from '../format.ts';
import type { RecordedExchange, RecordingFile } from '../recorded.ts';

const headersSchema = z
  .array(z.looseObject({ name: textSchema, value: textSchema }))
  .nullish()
  .transform((headers): HeaderFields => (headers ?? []).map(({ name, value }) => [name, [value]]));
const contentSchema = z.looseObject({ text: z.string().nullish(), encoding: z.string().nullish() });

const entrySchema = z.looseObject({
  time: z.number().nullish(),
  request: z.looseObject({
    method: textSchema,
    url: textSchema,
    headers: headersSchema,
    postData: contentSchema.nullish(),
  }),
  response: z.looseObject({
    /** 0 where no response came. */
    status: z.int().min(-1).max(999),
    headers: headersSchema,
    content: contentSchema.nullish(),
    _error: z.unknown().optional(),
  }),
});

export const har: RecordingFormat = {
  name: 'HAR',
  keeps: 'bytes',
  order: 40,
  extension: '.har',
  looksLike: ({ text }) => /^\s*\{\s*"log"\s*:\s*\{/.test(text) && /"(?:entries|creator)"\s*:/.test(text),
  read(source) {
    const file = source.json();
    const log = isObject(file.root) ? file.root['log'] : undefined;
    if (!isObject(log)) return null;
    if (!Array.isArray(log['entries'])) throw notAList(file, ['log', 'entries']);
    return readEntries(file, log['entries']);
  },
};

function readEntries(file: RecordingFile, entries: readonly Json[]): RecordedExchange[] {
  return entries.map((entry, index) => {
    const place = ['log', 'entries', index];
    const { request, response, time } = parsePart(file, place, entrySchema, entry);
    const bytesOf = (where: string, content: z.infer<typeof contentSchema> | null | undefined) => {
      const text = content?.text ?? '';
      const at = [...place, where, 'text'];
      return content?.encoding === 'base64' ? base64(file, at, text) : file.bytes(at, text);
    };
    const sent = requestOf(file, [...place, 'request'], {
      method: request.method,
      url: request.url,
      headers: request.headers,
      body: bytesOf('request.postData', request.postData),
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
              body: bytesOf('response.content', response.content),
            }),
          }),
      ...(typeof time === 'number' && time >= 0 ? { ms: time } : {}),
    };
    return { exchange, line: file.line(place), fidelity: 'bytes' };
  });
}
