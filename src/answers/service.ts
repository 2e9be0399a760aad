/** The interface of a dialect for the reference provider: it decodes requests and encodes answers. */
import type { Extension } from '../judge/check.ts';
import type { Json, JsonObject } from '../text/json.ts';
import type { Answer, Envelope } from './answer.ts';
import type { AskedRequest, Offer } from './asked-request.ts';
import type { Refusal } from './refusal.ts';
import type { Renderer } from './renderer.ts';
import type { ScriptedResponse } from './script.ts';

/** The parts of an HTTP request that the provider uses. */
export interface ProviderRequest {
  readonly method: string;
  /** The path without the query. */
  readonly path: string;
  /** The text after the question mark; empty without one. */
  readonly query: string;
  /** The names are in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** The endpoint at a path. */
export interface Route {
  readonly extension: Extension | null;
  /** `answer` takes POST, `models` GET. */
  readonly endpoint: 'answer' | 'models';
}

/** A request whose body is a JSON object. */
export interface SentRequest extends Route {
  readonly json: JsonObject;
  readonly path: string;
  readonly query: string;
}

/** The model's answers with their metadata. */
export interface Completed {
  readonly envelope: Envelope;
  /** One answer for each choice. */
  readonly answers: readonly [Answer, ...Answer[]];
}

/**
 * Returns unguessable letters and digits, which are the same for the same request and seed.
 *
 * @param length at most 32
 */
export type Letters = (length: number) => string;

/** The forms of a dialect's ids. */
export interface IdForms {
  readonly answer: (letters: Letters, extension: Extension | null) => string;
  readonly call: (letters: Letters) => string;
  /** Makes the proof of reasoning; absent when the dialect has none. If present, every answer gets one. */
  readonly signature?: (letters: Letters) => string;
}

export interface StoredHistory {
  /** Returns the id of the response that the request continues; null when the request has its whole history. */
  continues(json: JsonObject): string | null;
  /** Returns true when the request asks to store the response. */
  keeps(json: JsonObject): boolean;
  /** Fields that are stored with the history and must not be sent again; absent when each request has all fields. */
  readonly keptFields?: readonly string[];
  /** The path at which the request names the response. */
  readonly path: string;
}

export interface Service {
  /** The path of a client's base URL, by extension. The path of answers is `<base path><codec.address()>`. */
  readonly basePaths: { readonly plain: string } & Readonly<Partial<Record<Extension, string>>>;
  /** Returns this dialect's endpoint at the path, or null. Dialects are asked in the order of the catalogue. */
  routeOf(request: ProviderRequest): Route | null;
  /** Returns the key that the client sent, or null. */
  keyOf(request: ProviderRequest): string | null;
  /** Decodes a request strictly. It refuses what a conforming provider would refuse. */
  readRequest(sent: SentRequest, offer: Offer): AskedRequest | Refusal;
  readonly ids: IdForms;
  readonly renderer: Renderer;
  /** Returns the response with the answers, in the requested form. */
  render(completed: Completed, request: AskedRequest): ScriptedResponse;
  refusal(refusal: Refusal, extension: Extension | null): ScriptedResponse;
  /** Returns the list of models. */
  models(ids: readonly string[]): ScriptedResponse;
  /** Returns the lengths of the pieces in which a body is sent; by default one piece for each event of a stream. */
  readonly piecesOf?: (body: Uint8Array) => readonly number[];

  /** Present when a request may name an earlier response instead of repeating the history. */
  readonly stored?: StoredHistory;

  /** Returns the system prompt and the first prompt, which identify the scenario. Lenient. */
  openingOf(json: JsonObject): { readonly system: Json; readonly prompt: Json };
  /** Returns the messages of a body, in the form of the codec's `openingMessages`; null when there is no list. */
  messagesOf(json: JsonObject): readonly Json[] | null;
  /** Returns the body with other messages. */
  withMessages(json: JsonObject, messages: readonly Json[]): JsonObject;
}
