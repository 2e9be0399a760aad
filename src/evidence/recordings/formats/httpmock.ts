/**
 * httpmock of Rust (https://docs.rs/httpmock): a YAML document for each exchange, with what was asked as `when` and what
 * was answered as `then`. The host is not kept.
 */
import { z } from 'zod';
import { isObject, type Json } from '../../../text/json.ts';
import { YamlFile } from '../../cassette/yaml-file.ts';
import type { HeaderFields } from '../../exchange.ts';
import { base64, parsePart, requestOf, responseOf, statusSchema, textSchema } from '../fields.ts';
import type { RecordingFormat } from '../format.ts';
import type { RecordedExchange } from '../recorded.ts';
import { YAML_1_1 } from '../yaml-1.1.ts';

const pairsSchema = z
  .array(z.looseObject({ name: textSchema, value: textSchema }))
  .nullish()
  .transform((pairs) => pairs ?? []);
const bodyFields = { body: textSchema.nullish(), body_base64: z.string().nullish() };

const documentSchema = z.looseObject({
  when: z.looseObject({
    path: textSchema,
    method: textSchema,
    query_param: pairsSchema,
    header: pairsSchema,
    ...bodyFields,
  }),
  // biome-ignore lint/suspicious/noThenProperty: the recorder's word
  then: z.looseObject({ status: statusSchema, header: pairsSchema, ...bodyFields }),
});

export const httpmock: RecordingFormat = {
  name: 'httpmock',
  keeps: 'bytes, without the host',
  words: ['when', 'then', 'path', 'method', 'status'],
  order: 60,
  looksLike: ({ text }) => /^(?:---\s+)?when:[ \t]*\r?$/mu.test(text) && /^ {2}path:/mu.test(text),
  read(source) {
    const documents = documentsIn(source.text()).map(({ text, line }) => ({
      file: new YamlFile(text, source.file, YAML_1_1, line),
      length: text.length,
    }));
    return documents.every(({ file }) => isOfHttpmock(file))
      ? documents.map(({ file, length }) => source.counted(readDocument(file), length))
      : null;
  },
};

/** A line of three dashes at the margin starts a document, wherever it stands. */
function documentsIn(text: string): { readonly text: string; readonly line: number }[] {
  let line = 1;
  return text.split(/^---[ \t]*$/mu).flatMap((document) => {
    const here = line;
    line += document.split('\n').length - 1;
    return document.trim() === '' ? [] : [{ text: document, line: here }];
  });
}

function isOfHttpmock(document: YamlFile): boolean {
  return isObject(document.root()['when']);
}

function readDocument(file: YamlFile): RecordedExchange {
  const { when, then } = parsePart(file, [], documentSchema, file.root());
  const query = new URLSearchParams();
  for (const { name, value } of when.query_param) query.append(name, value);
  const exchange = {
    request: requestOf(file, ['when'], {
      method: when.method,
      url: `${when.path}${query.size === 0 ? '' : `?${query}`}`,
      headers: fieldsOf(when.header),
      body: bodyOf(file, 'when', when),
    }),
    response: responseOf(file, ['then'], {
      status: then.status,
      headers: fieldsOf(then.header),
      body: bodyOf(file, 'then', then),
    }),
  };
  return { exchange, line: file.line([]), fidelity: 'bytes' };
}

function fieldsOf(pairs: z.infer<typeof pairsSchema>): HeaderFields {
  return pairs.map(({ name, value }) => [name, [value]]);
}

function bodyOf(
  file: YamlFile,
  of: 'when' | 'then',
  { body, body_base64: packed }: { readonly body?: Json; readonly body_base64?: Json },
): Uint8Array {
  if (typeof packed === 'string') return base64(file, [of, 'body_base64'], packed);
  return file.bytes([of, 'body'], typeof body === 'string' ? body : '');
}
