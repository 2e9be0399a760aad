/** What is read of every exchange in the same way: its standing, and the answer as it was delivered. */
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

/** An exchange whose answer is yet to be read: its bytes, or null where none came. */
export function openExchange<Q extends RequestReading>(
  exchange: Exchange,
  number: number,
  request: Q,
): { opened: Opened<Q>; answer: Uint8Array | null } {
  const standing = standingOf(exchange);
  const answer = standing.kind === 'answered' ? (exchange.response?.body ?? null) : null;
  return { opened: { exchange, number, request, standing }, answer };
}

/** A stream was asked for, or came all the same; an object or other JSON in its place is a buffered answer. */
export function isStream({ streaming }: Pick<RequestReading, 'streaming'>, answer: Uint8Array): boolean {
  if (!streaming) return opensAsEvents(answer);
  if (firstByte(answer) === OPENING_BRACE) return hasEventBehind(answer);
  return opensAsEvents(answer) || parseJson(decodeText(answer)) === undefined;
}

/** No line of JSON begins so: a gateway wrote an error before the events. */
function hasEventBehind(answer: Uint8Array): boolean {
  return /[\r\n](?:data|event):/u.test(decodeText(answer));
}

/** The first line is a comment or a field of an event. */
function opensAsEvents(answer: Uint8Array): boolean {
  return /^\s*(?::|(?:data|event|id|retry): ?)/u.test(decodeText(answer.subarray(0, 64)));
}

/** A reading but for what the answer says: all that the way of delivery decides. */
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
 * A buffered answer, or an exchange without one.
 *
 * @param errorIn where the dialect keeps the error of a refusal
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

/** @param says whether an event says anything: an end mark does not */
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
 * The reading of an answer whose body may have broken off, or been cut by our own client: nothing can be said of what is
 * missing then, so it is lost. Where all that the protocol needs had come before, nothing is.
 *
 * @param hasEnd whether a stream has its last event; an error is the last one, too, and a buffered answer needs whole JSON
 */
export function unlessBrokenOff<R extends StreamedReading>(reading: R, hasEnd: (reading: R) => boolean): R {
  const { exchange, standing, delivery, unreadable, turn } = reading;
  const failure = exchange.failure ?? (exchange.response?.cutOff === true ? CUT_IN_A_CODING : undefined);
  if (failure === undefined || standing.kind !== 'answered') return reading;
  const isWhole = delivery === 'streaming' ? turn.errors.length > 0 || hasEnd(reading) : unreadable === null;
  return isWhole ? reading : { ...reading, standing: { kind: 'lost', reason: failure } };
}

/** How an answer ended, where every whole one has a reason to finish; @param cut the reasons that stop it short. */
export function endOf(
  { choices, errors }: Turn,
  cut: readonly string[],
): Pick<Reading, 'truncated' | 'cutOff'> {
  const finishes = choices.flatMap((choice) => choice.finishes.map(({ value }) => value));
  const truncated = finishes.length === 0 && errors.length === 0;
  return { truncated, cutOff: truncated || cut.some((reason) => finishes.includes(reason)) };
}
