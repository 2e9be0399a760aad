/** Reads the parts of an exchange that are the same in every dialect: its standing, and how the answer was delivered. */
import type { Exchange } from '../evidence/exchange.ts';
import type { EventStream, StreamEvent } from '../evidence/frames/event-stream.ts';
import { isObject, type Json } from '../text/json.ts';
import { decodeText, firstByte, OPENING_BRACE, parseJson } from '../text/wire-text.ts';
import { errorMember } from './error.ts';
import type { ErrorObject, Reading, RequestReading, Standing, Turn } from './reading.ts';
import { standingOf } from './standing.ts';
import type { StreamedReading } from './stream.ts';

/** The beginning of a reading. */
export interface Opened<Q extends RequestReading> {
  readonly exchange: Exchange;
  readonly number: number;
  readonly request: Q;
  readonly standing: Standing;
}

/** An exchange before its answer is read: the bytes of the answer, or null if none came. */
export function openExchange<Q extends RequestReading>(
  exchange: Exchange,
  number: number,
  request: Q,
): { opened: Opened<Q>; answer: Uint8Array | null } {
  const standing = standingOf(exchange);
  const answer = standing.kind === 'answered' ? (exchange.response?.body ?? null) : null;
  return { opened: { exchange, number, request, standing }, answer };
}

/** Returns true if a stream came, requested or not. JSON in place of a requested stream is a buffered answer. */
export function isStream({ streaming }: Pick<RequestReading, 'streaming'>, answer: Uint8Array): boolean {
  if (!streaming) return opensAsEvents(answer);
  if (firstByte(answer) === OPENING_BRACE) return hasEventBehind(answer);
  return opensAsEvents(answer) || parseJson(decodeText(answer)) === undefined;
}

/** Returns true if events follow after other text, such as an error that a gateway wrote before them. */
function hasEventBehind(answer: Uint8Array): boolean {
  return /[\r\n](?:data|event):/u.test(decodeText(answer));
}

/** Returns true if the first line is a comment or a field of an event. */
function opensAsEvents(answer: Uint8Array): boolean {
  return /^\s*(?::|(?:data|event|id|retry): ?)/u.test(decodeText(answer.subarray(0, 64)));
}

/** A reading without the content of the answer: everything that depends only on the delivery. */
export type Delivered<Q extends RequestReading> = Opened<Q> &
  Pick<
    StreamedReading,
    | 'delivery'
    | 'lastEvent'
    | 'unreadable'
    | 'torn'
    | 'text'
    | 'body'
    | 'error'
    | 'stream'
    | 'events'
    | 'others'
  >;

/**
 * Reads a buffered answer, or an exchange without an answer.
 *
 * @param errorIn finds the error of a refusal in the body
 */
export function readBuffered<Q extends RequestReading>(
  opened: Opened<Q>,
  errorIn: (standing: Standing, body: Json) => ErrorObject | null = errorMember,
): Delivered<Q> {
  const { response } = opened.exchange;
  const text = response === null || opened.standing.kind === 'lost' ? '' : decodeText(response.body);
  const body = parseJson(text);
  return {
    ...opened,
    delivery: 'buffered',
    lastEvent: null,
    unreadable: opened.standing.kind === 'answered' && !isObject(body) ? 'the body is no JSON object' : null,
    torn: false,
    text,
    body,
    error: errorIn(opened.standing, body),
    stream: null,
    events: [],
    others: [],
  };
}

/** @param says returns true if an event has content; an end mark has none */
export function readStreamed<Q extends RequestReading>(
  opened: Opened<Q>,
  { stream, events }: EventStream,
  says: (event: StreamEvent) => boolean = ({ done }) => !done,
): Delivered<Q> {
  const others = events.filter(({ json }) => !isObject(json));
  const unread = others.filter(({ sse, done }) => !done && sse.terminated);
  const isNoneRead = others.length === events.length;
  return {
    ...opened,
    delivery: 'streaming',
    lastEvent: events.findLast(says)?.sse.number ?? null,
    unreadable: null,
    torn: unread.some(({ sse }) => isNoneRead || sse.data.includes('{')),
    text: stream.text,
    body: undefined,
    error: null,
    stream,
    events,
    others,
  };
}

const CUT_IN_A_CODING = 'the recording has only the beginning of the compressed body';

/**
 * The reading of an answer whose body may have broken off or been cut by our own client. Its missing part is unknown, so
 * the answer counts as lost, unless everything that the protocol needs came before.
 *
 * @param hasEnd returns true if a stream has its last event, or an error in its place; a buffered answer needs whole JSON
 */
export function unlessBrokenOff<R extends StreamedReading>(reading: R, hasEnd: (reading: R) => boolean): R {
  const { exchange, standing, delivery, unreadable, turn } = reading;
  const failure = exchange.failure ?? (exchange.response?.cutOff === true ? CUT_IN_A_CODING : undefined);
  if (failure === undefined || standing.kind !== 'answered') return reading;
  const isWhole = delivery === 'streaming' ? turn.errors.length > 0 || hasEnd(reading) : unreadable === null;
  return isWhole ? reading : { ...reading, standing: { kind: 'lost', reason: failure } };
}

/** How an answer ended, if every complete one has a finish reason. @param cut the reasons of answers that were cut off */
export function endOf(
  { choices, errors }: Turn,
  cut: readonly string[],
): Pick<Reading, 'truncated' | 'cutOff'> {
  const finishes = choices.flatMap((choice) => choice.finishes.map(({ value }) => value));
  const truncated = finishes.length === 0 && errors.length === 0;
  return { truncated, cutOff: truncated || cut.some((reason) => finishes.includes(reason)) };
}
