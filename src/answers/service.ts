/** What the reference provider asks of a dialect: to understand its requests, and to say in its words what is answered. */
import type { Extension } from '../judge/check.ts';
import type { Json, JsonObject } from '../text/json.ts';
import type { Answer, Envelope } from './answer.ts';
import type { AskedRequest, Offer } from './asked-request.ts';
import type { Refusal } from './refusal.ts';
import type { Renderer } from './renderer.ts';
import type { ScriptedResponse } from './script.ts';

/** What the provider needs to know of an HTTP request. */
export interface ProviderRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** What follows the question mark; empty without one. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** What stands at a path. */
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

/** The model's answers, and what stands around them. */
export interface Completed {
  readonly envelope: Envelope;
  /** One for each choice, at least one. */
  readonly answers: readonly [Answer, ...Answer[]];
}

/** Letters and digits that nobody can guess, the same for the same request and seed. @param length at most 32 */
export type Letters = (length: number) => string;

/** How ids of a dialect look. */
export interface IdForms {
  readonly answer: (letters: Letters, extension: Extension | null) => string;
  readonly call: (letters: Letters) => string;
  /** What proves reasoning; absent where the dialect has no such thing. Every answer then gets one. */
  readonly signature?: (letters: Letters) => string;
}

export interface StoredHistory {
  /** The id of the response that the request continues; null when it brings its whole history. */
  continues(json: JsonObject): string | null;
  /** Whether the response to it is to be kept. */
  keeps(json: JsonObject): boolean;
  /** What is kept besides the history, and may not be sent again; absent where a request brings all of it. */
  readonly keptFields?: readonly string[];
  /** Where the request names the response. */
  readonly path: string;
}

export interface Service {
  /** What a client takes for its base URL, by extension: `<base path><codec.address()>` is the answers' path. */
  readonly basePaths: { readonly plain: string } & Readonly<Partial<Record<Extension, string>>>;
  /** What of this dialect stands at the path; null for nothing. Dialects are asked in the order of the catalogue. */
  routeOf(request: ProviderRequest): Route | null;
  /** The key that the client sent. */
  keyOf(request: ProviderRequest): string | null;
  /** Strict: what a conforming provider would not take is refused. */
  readRequest(sent: SentRequest, offer: Offer): AskedRequest | Refusal;
  readonly ids: IdForms;
  readonly renderer: Renderer;
  /** The response that carries the answers, as the request asked for it. */
  render(completed: Completed, request: AskedRequest): ScriptedResponse;
  refusal(refusal: Refusal, extension: Extension | null): ScriptedResponse;
  /** The list of models. */
  models(ids: readonly string[]): ScriptedResponse;
  /** Lengths of the pieces in which a body goes out; by default one for each event of a stream. */
  readonly piecesOf?: (body: Uint8Array) => readonly number[];

  /** Where a request may name an earlier response instead of the history before it. */
  readonly stored?: StoredHistory;

  /** The system prompt and the first prompt of a request, by which its scenario is recognised; lenient. */
  openingOf(json: JsonObject): { readonly system: Json; readonly prompt: Json };
  /** The messages of a body, as `openingMessages` and the others of the codec make them; null where there is no list. */
  messagesOf(json: JsonObject): readonly Json[] | null;
  /** The body with other messages. */
  withMessages(json: JsonObject, messages: readonly Json[]): JsonObject;
}
