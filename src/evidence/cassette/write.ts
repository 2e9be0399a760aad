/** Writes cassettes: the same bytes for the same cassette, in the order and the styles of go-vcr. */
import { STATUS_CODES } from 'node:http';
import { extendWhole, writeWholeAsync } from '../../system/write-file.ts';
import type { Exchange, HeaderFields, HttpResponse } from '../exchange.ts';
import type { NewCassette, NewInteraction } from './cassette.ts';
import { formatGoDuration } from './go-duration.ts';
import { bodyNode, chunksNode } from './yaml-long.ts';
import { yamlPieces } from './yaml-pieces.ts';

/**
 * Writes the cassette atomically, piece by piece. Makes its folders.
 *
 * @throws {SuiteError} when it cannot be written; the file is then as it was.
 */
export async function writeCassette(file: string, cassette: NewCassette): Promise<void> {
  await writeWholeAsync(file, cassettePieces(cassette));
}

/**
 * The text of a cassette. Reading it back gives every body byte for byte. The information that a response is proven complete
 * survives for an empty body, and for one whose chunks are known.
 */
export function formatCassette(cassette: NewCassette): string {
  return [...cassettePieces(cassette)].join('');
}

/**
 * Like {@link writeCassette}, for interactions that are produced one by one; only one is in memory at a time.
 *
 * @throws {SuiteError} as {@link writeCassette} does
 */
export async function writeEach(file: string, interactions: Iterable<NewInteraction>): Promise<void> {
  await writeWholeAsync(file, piecesOfEach(interactions));
}

function* piecesOfEach(interactions: Iterable<NewInteraction>): Generator<string> {
  let index = 0;
  for (const interaction of interactions) {
    const pieces = yamlPieces({ version: 2, interactions: [formatInteraction(interaction, index)] });
    yield* index === 0 ? pieces : afterFirst(BEFORE_INTERACTIONS, pieces);
    index += 1;
  }
  if (index === 0) yield* cassettePieces({ interactions: [] });
}

function cassettePieces({ conversation: label, interactions, extra }: NewCassette): Iterable<string> {
  const conversation = label && {
    target: label.target,
    scenario: label.scenario,
    delivery: label.delivery,
    sample: label.sample,
    recorded_at: label.recordedAt,
  };
  return yamlPieces({
    version: 2,
    ...(conversation && { x_conversation: conversation }),
    ...extra,
    interactions: interactions.map(formatInteraction),
  });
}

const BEFORE_INTERACTIONS = '---\nversion: 2\ninteractions:\n';

/**
 * The file of a growing cassette without a label. Each exchange is formatted once, and none is kept in memory. The text is
 * the same that {@link formatCassette} gives for these exchanges.
 */
export class GrowingCassette {
  readonly #file: string;
  readonly #lines: number[] = [];
  #nextLine = BEFORE_INTERACTIONS.split('\n').length;

  constructor(file: string) {
    this.#file = file;
  }

  /** @throws {SuiteError} when it cannot be written; the file is then as it was */
  async add(exchange: Exchange): Promise<void> {
    const interaction = formatInteraction({ exchange }, this.#lines.length);
    let lines = 0;
    const counted = function* (pieces: Iterable<string>) {
      for (const piece of pieces) {
        lines += piece.split('\n').length - 1;
        yield piece;
      }
    };
    const pieces = counted(
      afterFirst(BEFORE_INTERACTIONS, yamlPieces({ version: 2, interactions: [interaction] })),
    );
    if (this.#lines.length > 0) await extendWhole(this.#file, pieces);
    else await writeWholeAsync(this.#file, startingWith(BEFORE_INTERACTIONS, pieces));
    this.#lines.push(this.#nextLine);
    this.#nextLine += lines;
  }

  /** The line of each exchange in the file, from 1. */
  get lines(): readonly number[] {
    return this.#lines;
  }
}

function* startingWith(start: string, pieces: Iterable<string>): Generator<string> {
  yield start;
  yield* pieces;
}

/** The pieces, without the text `start` at the beginning of the first one. */
function* afterFirst(start: string, pieces: Iterable<string>): Generator<string> {
  let from = start.length;
  for (const piece of pieces) {
    yield piece.slice(from);
    from = 0;
  }
}

/** The order in which go-vcr writes the fields; other fields follow. */
const REQUEST_FIELDS =
  'proto proto_major proto_minor content_length transfer_encoding trailer host remote_addr request_uri body form headers url method'.split(
    ' ',
  );
const RESPONSE_FIELDS =
  'proto proto_major proto_minor transfer_encoding trailer content_length uncompressed body headers status code duration'.split(
    ' ',
  );

function formatInteraction(
  { exchange, extra, kept }: NewInteraction,
  index: number,
): Record<string, unknown> {
  const { request, response, failure, ms } = exchange;
  const given = extra ?? {
    interaction: {},
    // A Go client fills these in, and strict matchers of go-vcr compare them.
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
    ...(kept && { x_kept: kept }),
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
  const { status, headers, body, chunks, broken, cutOff, provenComplete } = response;
  const received = {
    content_length: body.length === 0 && provenComplete && chunks === undefined ? 0 : -1,
    status: `${status} ${STATUS_CODES[status] ?? ''}`.trim(),
    ...(ms !== undefined && { duration: formatGoDuration(ms) }),
    ...extra,
    body: bodyNode(body),
    headers: headerMap(headers),
    code: status,
    ...(broken && { x_broken: { received: broken.received, declared: broken.declared } }),
    ...(cutOff && { x_cut_off: true }),
    ...(chunks && { x_chunks: chunksNode(chunks) }),
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
