/** Writing cassettes: the same bytes for the same cassette, in the order and the styles of go-vcr. */
import { STATUS_CODES } from 'node:http';
import { Document, Scalar, type ScalarTag, type Tags, YAMLSeq } from 'yaml';
import { stringifyString, stringTag } from 'yaml/util';
import { writeWholeAsync } from '../../system/write-file.ts';
import { isUtf8 } from '../../text/bytes.ts';
import type { Exchange, HeaderFields, HttpResponse } from '../exchange.ts';
import type { NewCassette, NewInteraction } from './cassette.ts';
import { formatGoDuration } from './go-duration.ts';
import { binaryTag } from './yaml-binary.ts';

/**
 * Writes the cassette whole or not at all. Folders are made.
 *
 * @throws {SuiteError} when it cannot be written; the file is then as it was.
 */
export async function writeCassette(file: string, cassette: NewCassette): Promise<void> {
  await writeWholeAsync(file, formatCassette(cassette));
}

/**
 * The text of a cassette. Reading it back gives every body byte for byte. That a response is proven complete is kept
 * where go-vcr or `x_chunks` can say so: for an empty body, and for one whose chunks are known.
 */
export function formatCassette(cassette: NewCassette): string {
  const { conversation: label, interactions, extra } = cassette;
  const conversation = label && {
    target: label.target,
    scenario: label.scenario,
    delivery: label.delivery,
    sample: label.sample,
    recorded_at: label.recordedAt,
  };
  const content = {
    version: 2,
    ...(conversation && { x_conversation: conversation }),
    ...extra,
    interactions: interactions.map(formatInteraction),
  };
  return formatYaml(content);
}

const BEFORE_INTERACTIONS = '---\nversion: 2\ninteractions:\n';

/**
 * A cassette without a label that grows: each exchange is formatted once. What {@link formatCassette} gives for the same
 * exchanges is the same text.
 */
export class GrowingCassette {
  #text = BEFORE_INTERACTIONS;
  readonly #lines: number[] = [];
  #nextLine = BEFORE_INTERACTIONS.split('\n').length;

  add(exchange: Exchange): void {
    const interaction = formatInteraction({ exchange }, this.#lines.length);
    const text = formatYaml({ version: 2, interactions: [interaction] }).slice(BEFORE_INTERACTIONS.length);
    this.#text += text;
    this.#lines.push(this.#nextLine);
    this.#nextLine += text.split('\n').length - 1;
  }

  get text(): string {
    return this.#text;
  }

  /** Of each exchange in the text, from 1. */
  get lines(): readonly number[] {
    return this.#lines;
  }
}

function formatYaml(content: Readonly<Record<string, unknown>>): string {
  const document = new Document(content, { aliasDuplicateObjects: false, compat: 'yaml-1.1', customTags });
  return document.toString({
    directives: true,
    indentSeq: false,
    lineWidth: 0,
    flowCollectionPadding: false,
  });
}

/** The order in which go-vcr writes the fields; others follow. */
const REQUEST_FIELDS =
  'proto proto_major proto_minor content_length transfer_encoding trailer host remote_addr request_uri body form headers url method'.split(
    ' ',
  );
const RESPONSE_FIELDS =
  'proto proto_major proto_minor transfer_encoding trailer content_length uncompressed body headers status code duration'.split(
    ' ',
  );

function formatInteraction({ exchange, extra }: NewInteraction, index: number): Record<string, unknown> {
  const { request, response, failure, ms } = exchange;
  const given = extra ?? {
    interaction: {},
    // What a Go client fills in, and a strict matcher there compares.
    request: {
      proto: 'HTTP/1.1',
      proto_major: 1,
      proto_minor: 1,
      content_length: request.body.length,
      host: '',
    },
    response: {},
  };
  const sent = {
    ...given.request,
    body: bodyNode(request.body),
    headers: headerMap(request.headers),
    url: request.url,
    method: request.method,
  };
  return {
    id: index,
    ...given.interaction,
    request: inOrder(sent, REQUEST_FIELDS),
    ...(response && { response: formatResponse(response, exchange, given.response) }),
    ...(failure !== undefined && { x_failure: failure }),
    ...(response === null && ms !== undefined && { x_duration: formatGoDuration(ms) }),
  };
}

function formatResponse(
  response: HttpResponse,
  { ms }: Exchange,
  extra: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { status, headers, body, chunks, broken, provenComplete } = response;
  const received = {
    content_length: body.length === 0 && provenComplete && chunks === undefined ? 0 : -1,
    status: `${status} ${STATUS_CODES[status] ?? ''}`.trim(),
    ...(ms !== undefined && { duration: formatGoDuration(ms) }),
    ...extra,
    body: bodyNode(body),
    headers: headerMap(headers),
    code: status,
    ...(broken && { x_broken: { received: broken.received, declared: broken.declared } }),
    ...(chunks && { x_chunks: onOneLine(chunks.map(({ bytes, at }) => [bytes, at])) }),
  };
  return inOrder(received, RESPONSE_FIELDS);
}

function inOrder(fields: Record<string, unknown>, order: readonly string[]): Record<string, unknown> {
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.fromEntries(Object.entries(fields).sort(([left], [right]) => rank(left) - rank(right)));
}

function headerMap(headers: HeaderFields): Record<string, string[]> {
  const map = new Map<string, string[]>();
  for (const [name, values] of headers) map.set(name, [...(map.get(name) ?? []), ...values]);
  return Object.fromEntries(map);
}

function onOneLine(pairs: readonly (readonly number[])[]): YAMLSeq {
  const list = new YAMLSeq();
  list.items = pairs.map((pair) => {
    const inner = new YAMLSeq();
    inner.items = pair.map((number) => new Scalar(number));
    return inner;
  });
  list.flow = true;
  return list;
}

/** Text in the style that Go's library would choose, so that a cassette looks the same whoever recorded it. */
function bodyNode(body: Uint8Array): Scalar {
  if (!isUtf8(body)) return new Scalar(body);
  const text = new Scalar(new TextDecoder('utf-8', { ignoreBOM: true }).decode(body));
  if (text.value.includes('\n')) text.type = 'BLOCK_LITERAL';
  else if (text.value !== '') text.type = 'QUOTE_SINGLE';
  return text;
}

/** What neither a block nor a single-quoted scalar can carry through every YAML library, Go's included. */
const NEEDS_ESCAPE = /[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;
const FRAGILE_IN_BLOCK = /^[ \n]| \n| $/;

/**
 * The library's string tag, but for strings that need escapes. Those become JSON strings, which are YAML, with the
 * characters escaped that JSON lets stand and YAML 1.1 takes for line breaks or refuses.
 */
const textTag: ScalarTag = {
  ...stringTag,
  stringify(item, ctx, onComment, onChompKeep) {
    const text = String(item.value);
    const fragile = text.includes('\n') && FRAGILE_IN_BLOCK.test(text);
    if (fragile || NEEDS_ESCAPE.test(text)) return escaped(text);
    return stringifyString({ ...item, value: text }, { ...ctx, actualString: true }, onComment, onChompKeep);
  },
};

function customTags(tags: Tags): Tags {
  return [
    ...tags.map((tag) => (typeof tag === 'object' && tag.tag === textTag.tag ? textTag : tag)),
    binaryTag,
  ];
}

function escaped(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
