/** Reads an exchange of the Responses API. Lenient: it never throws, whatever the bytes are. */
import type { Exchange } from '../../../evidence/exchange.ts';
import { readStream, type StreamEvent } from '../../../evidence/frames/event-stream.ts';
import {
  type Delivered,
  isStream,
  openExchange,
  readBuffered,
  readStreamed,
  unlessBrokenOff,
} from '../../../reading/exchange-reading.ts';
import { isFilled, isFilledText, isInteger } from '../../../reading/presence.ts';
import type { AnswerError } from '../../../reading/reading.ts';
import { strayErrors } from '../../../reading/stray-errors.ts';
import type { StreamedReading } from '../../../reading/stream.ts';
import { isObject, type Json } from '../../../text/json.ts';
import { kindOf } from './events.ts';
import { type Item, ItemsOfStream, itemsOfBody, type PlacedEvent, typeOf } from './items.ts';
import { type ResponsesRequest, readRequest } from './request.ts';
import type { SeenResponse, TypedEvent } from './seen.ts';
import { turnOf } from './turn.ts';

export interface ResponsesReading extends StreamedReading {
  readonly request: ResponsesRequest;
  readonly typed: readonly TypedEvent[];
  /** The typed events that OpenAI's document defines. */
  readonly known: readonly TypedEvent[];
  /** The sequence numbers of the events that have one. */
  readonly numbers: readonly number[];
  readonly responses: readonly SeenResponse[];
  /** The body, or the response of the terminal event; null if neither arrived. */
  readonly ended: SeenResponse | null;
  readonly errorEvents: readonly TypedEvent[];
  /** The items of the answer in the order of their announcement. Items that only the terminal list has come last. */
  readonly items: readonly Item[];
  /** The items that only the terminal list has. */
  readonly unannounced: ReadonlySet<Item>;
  /** True if the server compacted the history in one of the items. */
  readonly compacts: boolean;
  readonly placed: readonly PlacedEvent[];
  /** Subsets of `placed`: events that announce or close an item, and events about its parts. */
  readonly itemEvents: readonly PlacedEvent[];
  readonly inside: readonly PlacedEvent[];
}

/** @param number its place in the conversation, from 1 */
export function readExchange(exchange: Exchange, number: number): ResponsesReading {
  return unlessBrokenOff(readAnswer(exchange, number), hasTerminalEvent);
}

function hasTerminalEvent({ ended, events }: ResponsesReading): boolean {
  return ended !== null && events.some(({ event, sse }) => event === ended.event && sse.terminated);
}

function readAnswer(exchange: Exchange, number: number): ResponsesReading {
  const { opened, answer } = openExchange(exchange, number, readRequest(exchange.request));
  if (answer !== null && isStream(opened.request, answer)) {
    const stream = readStream(answer);
    const streamed = readStreamed(opened, stream);
    const said = answerIn(streamed.events, strayErrors(streamed.others, stream));
    const torn = streamed.torn || hasStrayOutput(said) || said.typed.some(isUntyped);
    const isForeign = said.typed.length > 0 && said.typed.every(isUntyped) && said.turn.errors.length === 0;
    return { ...streamed, ...said, torn, audio: false, ...(isForeign ? { foreign: 'events/type' } : {}) };
  }
  const buffered = readBuffered(opened);
  const whole = wholeAnswer(answer === null ? undefined : buffered.body);
  const isForeign = whole.ended !== null && isNoResponse(whole.ended) && whole.turn.errors.length === 0;
  const foreign = isForeign ? { foreign: 'shape/completion' } : {};
  return { ...buffered, ...whole, torn: hasStrayOutput(whole), audio: false, ...foreign };
}

function isUntyped({ type }: TypedEvent): boolean {
  return type === '';
}

function isNoResponse({ json: { object, output, status } }: SeenResponse): boolean {
  return object !== 'response' && output === undefined && status === undefined;
}

/** Returns true if there is no list of items, so that the answer, if there is one, is somewhere else. */
function hasStrayOutput({ ended, items }: Pick<ResponsesReading, 'ended' | 'items'>): boolean {
  return ended !== null && items.length === 0 && !Array.isArray(ended.json['output']);
}

/** The members of a reading that depend on the answer's content. */
type ResponsesAnswer = Omit<ResponsesReading, keyof Delivered<ResponsesRequest> | 'audio'>;

/** @param body undefined if no answer arrived */
function wholeAnswer(body: Json): ResponsesAnswer {
  const whole: SeenResponse | null = isObject(body)
    ? { event: null, type: null, ends: null, json: body, path: '', value: body }
    : null;
  const items = whole === null ? [] : itemsOfBody(whole.json['output']);
  const responses = whole === null ? [] : [whole];
  return {
    ...turnOf(responses, [], items),
    typed: [],
    known: [],
    numbers: [],
    responses,
    ended: whole,
    errorEvents: [],
    items,
    compacts: items.some(isCompaction),
    unannounced: new Set(),
    placed: [],
    itemEvents: [],
    inside: [],
  };
}

function answerIn(events: readonly StreamEvent[], stray: readonly AnswerError[]): ResponsesAnswer {
  const typed: TypedEvent[] = [];
  const known: TypedEvent[] = [];
  const numbers: number[] = [];
  const responses: SeenResponse[] = [];
  const errorEvents: TypedEvent[] = [];
  const builder = new ItemsOfStream();
  for (const { json, sse } of events) {
    if (!isObject(json)) continue;
    const event = sse.number;
    const type = isFilledText(json['type']) ? json['type'] : '';
    const kind = kindOf(type);
    const seen = { event, json, type, name: sse.name, known: kind !== undefined };
    typed.push(seen);
    const number = json['sequence_number'];
    if (isInteger(number)) numbers.push(number);
    if (kind === undefined) {
      if (isUndefinedError(seen)) errorEvents.push(seen);
      continue;
    }
    known.push(seen);
    if (kind.about === 'inside') builder.addInside(event, type, kind, json);
    else if (kind.about === 'item') builder.addItem(event, type, kind, json);
    else if (kind.about === 'error') errorEvents.push(seen);
    else if (kind.about === 'response') responses.push(responseIn(seen, kind.ends));
  }
  const ended = responses.find(({ ends }) => ends !== null) ?? null;
  builder.addFinal(ended?.json['output'], ended?.event ?? null, 'response.output');
  const { unannounced, placed, itemEvents, inside } = builder;
  const items = [...builder.items, ...unannounced];
  return {
    ...turnOf(responses, errorEvents, items, stray),
    typed,
    known,
    numbers,
    responses,
    ended,
    errorEvents,
    items,
    compacts: items.some(isCompaction),
    unannounced,
    placed,
    itemEvents,
    inside,
  };
}

function isCompaction(item: Item): boolean {
  return typeOf(item) === 'compaction';
}

/** Returns true for error events of gateways, which OpenAI's document does not define. */
function isUndefinedError({ type, name, json }: TypedEvent): boolean {
  return type === 'response.error' || (type === '' && (name === 'error' || isFilled(json['error'])));
}

function responseIn({ event, type, json }: TypedEvent, ends: string | null): SeenResponse {
  const value = json['response'];
  return { event, type, ends, json: isObject(value) ? value : {}, path: 'response', value };
}
