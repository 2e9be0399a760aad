/** Returns responses from a cassette, in order; never opens a socket. */
import diff, { type Difference } from 'microdiff';
import type { Cassette, Interaction } from '../evidence/cassette/cassette.ts';
import { type Exchange, type HttpRequest, HUNG_UP } from '../evidence/exchange.ts';
import { SuiteError } from '../system/failure.ts';
import { jsonText, sameJson } from '../text/json-text.ts';
import { decodeText, parseJson } from '../text/wire-text.ts';
import type { Transport } from './transport.ts';

/**
 * The conversation sent a request that differs from the cassette. The first line of the message says where; each
 * further line is one difference.
 */
export class ReplayMismatch extends SuiteError {
  override name = 'ReplayMismatch';
}

/**
 * Replays one cassette. The n-th request must match the n-th recorded one: the same method and URL, and the same JSON
 * body (ignoring key order) or otherwise the same bytes. Headers are not compared, because recordings remove some.
 *
 * A failed recorded attempt (no response, a broken one, or a status of 300 and up) that is directly followed by the
 * same request was retried while recording. Both count as one request: `send` returns the last attempt, `exchanges`
 * contains all.
 */
export class ReplayTransport implements Transport {
  readonly #cassette: Cassette;
  readonly #requests: readonly RecordedRequest[];
  readonly #exchanges: Exchange[] = [];
  #sent = 0;

  constructor(cassette: Cassette) {
    this.#cassette = cassette;
    this.#requests = recordedRequests(cassette.interactions);
  }

  get exchanges(): readonly Exchange[] {
    return this.#exchanges;
  }

  /** @throws {ReplayMismatch} when the cassette does not hold this request at this place. */
  async send(request: HttpRequest): Promise<Exchange> {
    const total = this.#requests.length;
    const recorded = this.#requests[this.#sent];
    if (recorded === undefined) {
      const what = `request ${this.#sent + 1} (${request.method} ${request.url}) was not recorded`;
      throw new ReplayMismatch(
        `${this.#cassette.file}: ${what}: the cassette ends after ${count(total)}; ${NEXT_STEP}`,
      );
    }
    const differences = differencesOf(recorded.first.exchange.request, request);
    if (differences.length > 0) {
      const where = `${this.#cassette.file}:${recorded.first.requestBodyLine}`;
      const what = `request ${this.#sent + 1} of ${total} is not the recorded one`;
      throw new ReplayMismatch([`${where}: ${what}; ${NEXT_STEP}`, ...differences].join('\n  '));
    }
    this.#sent += 1;
    this.#exchanges.push(...recorded.attempts);
    return recorded.answer;
  }

  /** @throws {ReplayMismatch} when the cassette holds requests that were not sent. */
  finish(): void {
    const left = this.#requests[this.#sent];
    if (left === undefined) return;
    const { method, url } = left.first.exchange.request;
    const what = `recorded request ${this.#sent + 1} of ${this.#requests.length} (${method} ${url}) was never sent`;
    throw new ReplayMismatch(`${this.#cassette.file}:${left.first.line}: ${what}; ${NEXT_STEP}`);
  }
}

const NEXT_STEP = 'record the conversation again if the scenario changed on purpose';

function count(requests: number): string {
  return requests === 1 ? '1 request' : `${requests} requests`;
}

/** One request with all its attempts. */
interface RecordedRequest {
  readonly first: Interaction;
  readonly attempts: readonly Exchange[];
  readonly answer: Exchange;
}

function recordedRequests(interactions: readonly Interaction[]): RecordedRequest[] {
  const requests: { first: Interaction; attempts: Exchange[]; answer: Exchange }[] = [];
  for (const interaction of interactions) {
    const { exchange } = interaction;
    const before = requests.at(-1);
    if (
      before &&
      failed(before.answer) &&
      before.answer.failure !== HUNG_UP &&
      isSame(before.answer.request, exchange.request)
    ) {
      before.attempts.push(exchange);
      before.answer = exchange;
    } else {
      requests.push({ first: interaction, attempts: [exchange], answer: exchange });
    }
  }
  return requests;
}

function failed({ response, failure }: Exchange): boolean {
  return response === null || failure !== undefined || response.status >= 300;
}

function isSame(left: HttpRequest, right: HttpRequest): boolean {
  return differencesOf(left, right).length === 0;
}

/** Returns the differences of two requests, one line each; empty when they match. */
function differencesOf(recorded: HttpRequest, sent: HttpRequest): string[] {
  const differences: string[] = [];
  if (recorded.method !== sent.method) differences.push(difference('method', recorded.method, sent.method));
  if (recorded.url !== sent.url) differences.push(difference('url', recorded.url, sent.url));
  return [...differences, ...bodyDifferences(recorded.body, sent.body)];
}

function bodyDifferences(recorded: Uint8Array, sent: Uint8Array): string[] {
  if (Buffer.compare(recorded, sent) === 0) return [];
  const [recordedText, sentText] = [decodeText(recorded), decodeText(sent)];
  const [recordedJson, sentJson] = [parseJson(recordedText), parseJson(sentText)];
  if (recordedJson === undefined || sentJson === undefined)
    return [difference('body', recordedText, sentText)];
  if (sameJson(recordedJson, sentJson)) return [];
  const lines = partsOf(recordedJson, sentJson).map((part) =>
    difference(
      jsonPath(part.path.slice(1)) || 'body',
      part.type === 'CREATE' ? undefined : part.oldValue,
      part.type === 'REMOVE' ? undefined : part.value,
    ),
  );
  // microdiff misses a member with the name of a member of Object.prototype.
  return lines.length > 0 ? lines : [difference('body', recordedText, sentText)];
}

/** Returns the parts that differ; none if the bodies nest too deep for microdiff. */
function partsOf(recorded: unknown, sent: unknown): Difference[] {
  try {
    return diff({ body: recorded }, { body: sent }, { cyclesFix: false });
  } catch {
    return [];
  }
}

function jsonPath(keys: readonly (string | number)[]): string {
  return keys.reduce<string>((path, key) => {
    if (typeof key === 'number') return `${path}[${key}]`;
    if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
    return path === '' ? key : `${path}.${key}`;
  }, '');
}

function difference(path: string, recorded: unknown, sent: unknown): string {
  const [before, after] = aroundDifference(asText(recorded), asText(sent));
  return `${path}: recorded ${before}, sent ${after}`;
}

/** What microdiff finds of an inherited member is a function, which no body has. */
function asText(value: unknown): string {
  return value === undefined || typeof value === 'function' ? '(absent)' : jsonText(value);
}

const LONGEST = 120;
const LEAD = 40;

/** Returns both texts, cut to start shortly before their first difference. */
function aroundDifference(left: string, right: string): [string, string] {
  let same = 0;
  while (same < left.length && left[same] === right[same]) same += 1;
  const start = Math.max(left.length, right.length) <= LONGEST ? 0 : Math.max(0, same - LEAD);
  return [excerpt(left, start), excerpt(right, start)];
}

function excerpt(text: string, start: number): string {
  const end = start + LONGEST;
  return `${start > 0 ? '...' : ''}${text.slice(start, end)}${end < text.length ? '...' : ''}`.toWellFormed();
}
