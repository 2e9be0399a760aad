/**
 * A script: a conversation before it becomes bytes. Chunks and bodies are still objects, so an edit says in one line
 * what a provider does wrong; {@link exchangeOf} then puts the bytes on the wire, and {@link sseText} those of one event.
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

/** Scripts are made anew for every edit, so their objects may be written to. */
export function isDraft(value: Json): value is Draft {
  return isObject(value);
}

export interface ScriptedEvent {
  /** Lines before the data as they stand on the wire: comments and other fields; of a frame its headers, `name: value`. */
  readonly lines: readonly string[];
  /** A JSON object, or text as sent; its lines become `data` lines. */
  data: Draft | string;
}

/** What frames the events of a stream: lines of text; one JSON array of the objects; one object a line; or binary frames of AWS. */
export type Framing = 'sse' | 'json-array' | 'json-lines' | 'aws-frames';

/** What a stream of each framing is declared as. */
export const STREAM_TYPES: Readonly<Record<Framing, string>> = {
  sse: 'text/event-stream; charset=utf-8',
  'json-array': 'application/json',
  'json-lines': JSON_LINES,
  'aws-frames': AWS_EVENT_STREAM,
};

export type ScriptedBody =
  /** Server-sent events, where no other framing is named. */
  | { readonly kind: 'stream'; events: ScriptedEvent[]; readonly framing?: Framing }
  | { readonly kind: 'json'; json: Draft }
  | { readonly kind: 'text'; readonly text: string };

/**
 * The last chunk is missing, so many bytes of Content-Length are, our own client ended the exchange, or the recording has
 * only the beginning of the compressed form.
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
  /** What stands around the answer, for another one in its place; null where nothing does. */
  readonly envelope: Envelope | null;
  /** How edits say what they say in this conversation; absent where they are written for it. */
  readonly retelling?: Retelling;
  /** Applied in order to the bytes of the body. */
  readonly recodings: ((body: Buffer) => Uint8Array)[];
  provenComplete: boolean;
  /** How the connection or the recording ends before the body does; null where it does not. */
  breaksOff: BreaksOff | null;
  /** How many bytes each piece of the body had on arrival; null when that was not recorded. */
  pieceLength: number | null;
}

export interface ScriptedExchange {
  url: string;
  requestHeaders: (readonly [name: string, value: string])[];
  request: Draft;
  /** A text says why no response came. */
  response: ScriptedResponse | string;
}

/** Exchanges, and what the judge is told besides. */
export interface Script {
  /** The id of the dialect that it is told in. */
  readonly dialect: string;
  extensions: readonly Extension[];
  scenario: ScenarioKnowledge | null;
  /** The first exchange of the same scenario in the other delivery. */
  counterpart: ScriptedExchange | null;
  price: Price | null;
  exchanges: ScriptedExchange[];
}

/** A script for edits to write to: whoever reads the first one sees nothing of them. */
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

/** As the transport tells it. */
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

/** One event as it stands on the wire, its blank line included. */
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

/** One object a line, as servers that stream an array send them. */
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
