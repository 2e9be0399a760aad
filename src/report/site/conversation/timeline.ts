/**
 * A conversation as its page shows it: requests, answers event by event, and findings at their places. Pure.
 *
 * Independent of dialects: the additions of an event come from the reading, where every value keeps its event.
 */
import { type HeaderFields, headerValues, whyUnsent } from '../../../evidence/exchange.ts';
import type { PlacedFinding } from '../../../judge/verdict.ts';
import type { Reading } from '../../../reading/reading.ts';
import type { VerdictRecord } from '../../../results/results.ts';
import type { Piece } from '../../../text/display.ts';
import { decodeText, parseJson } from '../../../text/wire-text.ts';
import { attemptsOf, type ShownAttempt } from './timeline-attempts.ts';
import { type Allowance, allowanceFor, shownData } from './timeline-data.ts';
import type { VerdictFinding } from './timeline-event.ts';
import { type StreamModel, streamModel } from './timeline-events.ts';
import { type RequestModel, requestModel } from './timeline-request.ts';
import { type TurnModel, turnModel } from './timeline-turn.ts';

export interface ExchangeModel {
  readonly number: number;
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: HeaderFields;
  readonly request: RequestModel;
  /** Null if the request was sent once. */
  readonly attempt: ShownAttempt | null;
  /** Why the request was not sent, such as `budget`; null if it was. */
  readonly unsent: string | null;
  /** Null if no response arrived. */
  readonly response: {
    readonly status: number;
    readonly headers: HeaderFields;
    /** The names of headers with findings, in lower case. */
    readonly markedHeaders: ReadonlySet<string>;
    readonly mediaType: string | null;
    readonly bytes: number;
  } | null;
  readonly ms: number | null;
  /** Why there is no answer to read; null if there is one. */
  readonly trouble: string | null;
  readonly answer: AnswerModel;
  readonly turn: TurnModel;
  /** Findings about the request and its history. */
  readonly requestFindings: readonly VerdictFinding[];
  /** Findings about the whole answer or its headers, or about an event that is missing. */
  readonly answerFindings: readonly VerdictFinding[];
}

/** A body ready to be shown. */
export interface BodyModel {
  readonly bytes: number;
  readonly pieces: readonly Piece[];
}

export type AnswerModel =
  | { readonly kind: 'none' }
  | { readonly kind: 'body'; readonly body: BodyModel; readonly findings: readonly VerdictFinding[] }
  | StreamModel;

/** The exchanges of a conversation, each with its findings. */
export function exchangeModels(
  readings: readonly Reading[],
  verdicts: readonly VerdictRecord[],
): ExchangeModel[] {
  const attempts = attemptsOf(readings);
  const allowance = allowanceFor(readings.length);
  return readings.map((reading, at) =>
    exchangeModel(reading, verdicts, {
      earlier: readings[at - 1] ?? null,
      attempt: attempts[at] ?? null,
      allowance,
    }),
  );
}

/** The context of an exchange. */
interface Surroundings {
  /** The exchange before it. */
  readonly earlier: Reading | null;
  readonly attempt: ShownAttempt | null;
  readonly allowance: Allowance;
}

function exchangeModel(
  reading: Reading,
  verdicts: readonly VerdictRecord[],
  { earlier, attempt, allowance }: Surroundings,
): ExchangeModel {
  const { exchange, number, standing } = reading;
  const { request, response } = exchange;
  const unsent = whyUnsent(exchange);
  const findings = findingsIn(verdicts, number);
  const requestFindings = findings.filter(({ finding }) => finding.path.startsWith(IN_REQUEST));
  const others = findings.filter((placed) => !requestFindings.includes(placed));
  const { answer, rest } = answerModel(reading, others, allowance);
  const isTroubled = unsent === null && (standing.kind === 'lost' || standing.kind === 'refused');
  return {
    number,
    method: request.method,
    url: request.url,
    requestHeaders: request.headers,
    request: requestModel(
      reading,
      earlier,
      requestFindings.map(({ finding }) => finding.path.slice(IN_REQUEST.length)),
      allowance,
    ),
    attempt,
    unsent,
    response: response && {
      status: response.status,
      headers: response.headers,
      markedHeaders: new Set(others.flatMap(({ finding }) => headerOf(finding) ?? [])),
      mediaType: headerValues(response.headers, 'content-type')?.[0] ?? null,
      bytes: response.body.length,
    },
    ms: exchange.ms ?? null,
    trouble: isTroubled ? standing.reason : reading.unreadable,
    answer,
    turn: turnModel(reading.turn),
    requestFindings,
    answerFindings: rest,
  };
}

const IN_REQUEST = 'request.';
const IN_HEADERS = 'headers.';

function headerOf({ path }: PlacedFinding): string | null {
  return path.startsWith(IN_HEADERS) ? path.slice(IN_HEADERS.length).toLowerCase() : null;
}

/** The findings in an exchange, by verdict; exchange 0 stands for the whole conversation. */
function findingsIn(verdicts: readonly VerdictRecord[], exchange: number): VerdictFinding[] {
  return verdicts.flatMap((verdict) =>
    verdict.findings.flatMap((finding) => (finding.exchange === exchange ? [{ verdict, finding }] : [])),
  );
}

/** The findings that are in none of the shown exchanges. */
export function findingsOutside(verdicts: readonly VerdictRecord[], exchanges: number): VerdictFinding[] {
  const named = new Set(verdicts.flatMap(({ findings }) => findings.map(({ exchange }) => exchange)));
  return [...named]
    .filter((exchange) => exchange === 0 || exchange > exchanges)
    .toSorted((left, right) => left - right)
    .flatMap((exchange) => findingsIn(verdicts, exchange));
}

/** The answer, and the findings without an event or body in it. */
function answerModel(
  reading: Reading,
  findings: readonly VerdictFinding[],
  allowance: Allowance,
): { readonly answer: AnswerModel; readonly rest: readonly VerdictFinding[] } {
  const { response } = reading.exchange;
  if (response === null) return { answer: { kind: 'none' }, rest: findings };
  const { stream } = reading;
  if (stream !== null) return streamModel(reading, stream, response, findings, allowance);
  const inBody = findings.filter(
    ({ finding }) => finding.event === null && finding.path !== '' && headerOf(finding) === null,
  );
  const text = decodeText(response.body);
  const isJson = parseJson(text) !== undefined;
  const pieces = shownData(text, {
    isJson,
    paths: inBody.map(({ finding }) => finding.path),
    longest: allowance.characters,
  });
  return {
    answer: { kind: 'body', body: { bytes: response.body.length, pieces }, findings: inBody },
    rest: findings.filter((placed) => !inBody.includes(placed)),
  };
}
