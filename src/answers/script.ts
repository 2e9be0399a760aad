/**
 * A script: a conversation before it becomes bytes. Events and bodies are objects, so an edit can state in one line
 * what a provider does wrong. {@link exchangeOf} makes the bytes of an exchange, and {@link sseText} the text of one
 * event.
 */

import type { ArrivedChunk, BrokenBody, Exchange, HttpRequest, HttpResponse } from '../evidence/exchange.ts';
import { AWS_EVENT_STREAM, frameOf } from '../evidence/frames/aws-event-stream.ts';
import { JSON_LINES } from '../evidence/frames/json-lines.ts';
import type { Extension, ScenarioKnowledge } from '../judge/check.ts';
import type { Conversation } from '../judge/judge.ts';
import type { Price } from '../judge/price.ts';
import { isObject, type Json } from '../text/json.ts';
import type { Envelope } from './answer.ts';
import type { Retelling } from './story.ts';

/** A JSON object that edits may write to. */
export type Draft = { [key: string]: Json };

/** Scripts are created for each edit, so their objects are mutable. */
export function isDraft(value: Json): value is Draft {
  return isObject(value);
}

export interface ScriptedEvent {
  /** The wire lines before the data: comments and other fields; for a frame its headers, as `name: value`. */
  readonly lines: readonly string[];
  /** A JSON object, or text as sent. Each line becomes a `data` line. */
  data: Draft | string;
}

/** The framing of a stream: server-sent events, one JSON array, one JSON object on each line, or binary AWS frames. */
export type Framing = 'sse' | 'json-array' | 'json-lines' | 'aws-frames';

/** The content type of each framing. */
export const STREAM_TYPES: Readonly<Record<Framing, string>> = {
  sse: 'text/event-stream; charset=utf-8',
  'json-array': 'application/json',
  'json-lines': JSON_LINES,
  'aws-frames': AWS_EVENT_STREAM,
};

export type ScriptedBody =
  /** The framing is server-sent events by default. */
  | { readonly kind: 'stream'; events: ScriptedEvent[]; readonly framing?: Framing }
  | { readonly kind: 'json'; json: Draft }
  | { readonly kind: 'text'; readonly text: string };

/**
 * How a body ends early: without the last chunk; with this number of bytes missing from Content-Length; because our own
 * client ended the exchange; or because the recording has only the start of the compressed body.
 */
export type BreaksOff =
  | 'without-last-chunk'
  | { readonly missing: number }
  | 'cut-by-client'
  | 'cut-in-a-coding';

export interface ScriptedResponse {
  status: number;
  headers: (readonly [name: string, value: string])[];
  body: ScriptedBody;
  /** The metadata around the answer, needed to replace the answer; null when there is none. */
  readonly envelope: Envelope | null;
  /** Rewords edits for this conversation; absent when edits are written for it. */
  readonly retelling?: Retelling;
  /** Functions that are applied in order to the bytes of the body. */
  readonly recodings: ((body: Buffer) => Uint8Array)[];
  provenComplete: boolean;
  /** How the connection or the recording ends before the body; null when it does not. */
  breaksOff: BreaksOff | null;
  /** The number of bytes of each arrived piece of the body; null when this was not recorded. */
  pieceLength: number | null;
}

export interface ScriptedExchange {
  url: string;
  requestHeaders: (readonly [name: string, value: string])[];
  request: Draft;
  /** A text gives the reason why there is no response. */
  response: ScriptedResponse | string;
}

/** Exchanges, and the other inputs of the judge. */
export interface Script {
  /** The id of the dialect. */
  readonly dialect: string;
  extensions: readonly Extension[];
  scenario: ScenarioKnowledge | null;
  /** The first exchange of the same scenario in the other delivery. */
  counterpart: ScriptedExchange | null;
  price: Price | null;
  exchanges: ScriptedExchange[];
}

/** Returns a deep copy for edits, so that the original stays unchanged. */
export function copyOf(script: Script): Script {
  const { exchanges, counterpart } = script;
  return {
    ...script,
    exchanges: exchanges.map(copyOfExchange),
    counterpart: counterpart === null ? null : copyOfExchange(counterpart),
  };
}

function copyOfExchange({ response, ...sent }: ScriptedExchange): ScriptedExchange {
  if (typeof response === 'string') return { ...structuredClone(sent), response };
  const { headers, body, envelope, recodings } = response;
  return {
    ...structuredClone(sent),
    response: { ...response, ...structuredClone({ headers, body, envelope }), recodings: [...recodings] },
  };
}

export function conversationOf({
  exchanges,
  counterpart,
  extensions,
  scenario,
  price,
}: Script): Conversation {
  return {
    exchanges: exchanges.map(exchangeOf),
    ...(counterpart === null ? {} : { counterpart: exchangeOf(counterpart) }),
    extensions: new Set(extensions),
    scenario,
    price,
    unsupported: new Map(),
  };
}

export function exchangeOf({ url, requestHeaders, request, response }: ScriptedExchange): Exchange {
  const sent: HttpRequest = {
    method: 'POST',
    url,
    headers: requestHeaders.map(([name, value]) => [name, [value]]),
    body: Buffer.from(JSON.stringify(request)),
  };
  if (typeof response === 'string') return { request: sent, response: null, failure: response };
  const received = responseOf(response);
  const failure = failureOf(response.breaksOff, received);
  return { request: sent, response: received, ...(failure === null ? {} : { failure }) };
}

/** Returns the failure in the transport's words; null when there is none. */
function failureOf(breaksOff: BreaksOff | null, { body }: HttpResponse): string | null {
  if (breaksOff === null || breaksOff === 'cut-in-a-coding') return null;
  const progress = `after ${body.length} bytes of the body`;
  return breaksOff === 'cut-by-client'
    ? `cancelled by the client ${progress}`
    : `the connection was lost ${progress} (other side closed)`;
}

function brokenOf(breaksOff: BreaksOff | null, { length }: Uint8Array): BrokenBody | null {
  if (breaksOff === null || breaksOff === 'cut-by-client' || breaksOff === 'cut-in-a-coding') return null;
  if (breaksOff === 'without-last-chunk') return { received: length, declared: null };
  return { received: length, declared: length + breaksOff.missing };
}

/** Returns one event as on the wire, including its blank line. */
export function sseText(event: ScriptedEvent): string {
  return `${[
    ...event.lines,
    ...dataText(event)
      .split('\n')
      .map((line) => `data: ${line}`),
  ].join('\n')}\n\n`;
}

function responseOf(response: ScriptedResponse): HttpResponse {
  const body = response.recodings.reduce<Uint8Array>(
    (bytes, recode) => recode(Buffer.from(bytes)),
    bytesOf(response.body),
  );
  const broken = brokenOf(response.breaksOff, body);
  return {
    status: response.status,
    headers: response.headers.map(([name, value]) => [name, [value]]),
    body,
    provenComplete: response.provenComplete && response.breaksOff === null,
    ...(response.breaksOff === 'cut-in-a-coding' && { cutOff: true }),
    ...(broken === null ? {} : { broken }),
    ...(response.pieceLength === null ? {} : { chunks: piecesOf(body.length, response.pieceLength) }),
  };
}

function bytesOf(body: ScriptedBody): Uint8Array {
  switch (body.kind) {
    case 'stream':
      return streamBytes(body.events, body.framing ?? 'sse');
    case 'json':
      return Buffer.from(JSON.stringify(body.json));
    case 'text':
      return Buffer.from(body.text);
  }
}

function streamBytes(events: readonly ScriptedEvent[], framing: Framing): Uint8Array {
  switch (framing) {
    case 'sse':
      return Buffer.from(events.map(sseText).join(''));
    case 'json-array':
      return Buffer.from(arrayText(events));
    case 'json-lines':
      return Buffer.from(events.map((event) => `${dataText(event)}\n`).join(''));
    case 'aws-frames':
      return Buffer.concat(events.map(frameBytes));
  }
}

function frameBytes(event: ScriptedEvent): Uint8Array {
  const headers = event.lines.map((line) => {
    const end = line.indexOf(': ');
    return [line.slice(0, end), line.slice(end + 2)] as const;
  });
  return frameOf(Object.fromEntries(headers), dataText(event));
}

/** Returns the array with one object on each line, as servers stream it. */
function arrayText(events: readonly ScriptedEvent[]): string {
  return `[${events.map(dataText).join(',\r\n')}]`;
}

function dataText({ data }: ScriptedEvent): string {
  return typeof data === 'string' ? data : JSON.stringify(data);
}

function piecesOf(length: number, pieceLength: number): ArrivedChunk[] {
  return Array.from({ length: Math.ceil(length / pieceLength) }, (_, index) => ({
    bytes: Math.min(pieceLength, length - index * pieceLength),
    at: index,
  }));
}
