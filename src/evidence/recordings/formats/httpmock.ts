/**
 * httpmock for Rust (https://docs.rs/httpmock): a YAML document for each exchange, with the request as `when` and the
 * response as `then`. The host is not kept.
 */
import * as z from 'zod';
import { byteText } from '../../../text/bytes.ts';
import { isObject, type Json } from '../../../text/json.ts';
import { isBlank } from '../../../text/wire-text.ts';
import { decodeFile } from '../../cassette/parse.ts';
import { YamlFile } from '../../cassette/yaml-file.ts';
import type { HeaderFields } from '../../exchange.ts';
import { base64, parsePart, requestOf, responseOf, statusSchema, textSchema } from '../fields.ts';
import { linesIn } from '../file-lines.ts';
import type { RecordingFormat } from '../format.ts';
import type { RecordedExchange } from '../recorded.ts';
import type { FilePart, RecordingSource } from '../source.ts';
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
    const documents = documentsIn(source.bytes);
    if (source.isLong) {
      // The first document decides.
      if (!documents.slice(0, 1).every((each) => isOfHttpmock(documentOf(source, each)))) return null;
      return documents.map((each) => source.exchangeIn(each, documentReader(each.line)));
    }
    const files = documents.map((each) => ({
      file: documentOf(source, each),
      length: each.end - each.start,
    }));
    return files.every(({ file }) => isOfHttpmock(file))
      ? files.map(({ file, length }) => source.counted(readDocument(file), length))
      : null;
  },
};

/** Splits the file into documents; a line of three dashes at the margin starts one. */
function documentsIn(bytes: Uint8Array): FilePart[] {
  const documents: FilePart[] = [];
  const add = (start: number, end: number, line: number) => {
    if (!isBlank(bytes.subarray(start, end))) documents.push({ start, end, line });
  };
  const lines = linesIn(bytes);
  let [start, line] = [lines[0]?.start ?? 0, lines[0]?.line ?? 1];
  for (const part of lines) {
    if (!/^---[ \t\r]*$/u.test(byteText(bytes.subarray(part.start, Math.min(part.end, part.start + 80)))))
      continue;
    add(start, part.start, line);
    [start, line] = [part.end, part.line];
  }
  add(start, bytes.length, line);
  return documents;
}

function isOfHttpmock(document: YamlFile): boolean {
  return isObject(document.root()['when']);
}

function documentOf(source: RecordingSource, { start, end, line }: FilePart): YamlFile {
  return new YamlFile(
    decodeFile(source.bytes.subarray(start, end), source.file, line),
    source.file,
    YAML_1_1,
    line,
  );
}

/** A function of its own, because a closure would keep the whole file in memory. */
function documentReader(line: number) {
  return (text: string, name: string) => readDocument(new YamlFile(text, name, YAML_1_1, line));
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
