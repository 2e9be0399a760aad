/** What the driver, the judge and the report ask of a dialect; all that knows a wire format's field names is behind it. */
import type { Check, Extension, Terms } from '../check.ts';
import type { Delivery, Exchange, HttpRequest } from '../evidence.ts';
import type { Proof } from '../faults/proof.ts';
import type { Service } from '../provider/service.ts';
import type { Json, JsonObject, Reading, ToolCall } from '../reading.ts';
import type { Need, Scenario } from '../scenarios/scenario.ts';

/** What a target adds to every request. */
export interface RequestSettings {
  readonly model: string;
  readonly delivery: Delivery;
  readonly extensions: ReadonlySet<Extension>;
  /** The upstream that a gateway must use; null for any. */
  readonly upstream: string | null;
  /** The field that limits the length of an answer, where it is not the dialect's usual one. */
  readonly tokenLimitField?: string | null;
  /** Fields that every request carries besides. */
  readonly extraBody?: JsonObject;
}

/** What a tool returned for a call. */
export interface ToolResult {
  readonly call: ToolCall;
  readonly text: string;
}

/** An answer, and what was sent after it: what a request adds to the one before. */
export interface Continuation {
  readonly answer: Reading;
  readonly added: readonly Json[];
}

/** How to speak a dialect and how to understand it: all that the driver needs. */
export interface Codec<R extends Reading = Reading> {
  readonly id: string;
  /** Where a request goes: what follows the provider's base URL, its query included. */
  address(settings: Pick<RequestSettings, 'model' | 'delivery'>): string;
  /** The header fields that show the key, and those that every request of the dialect carries. */
  headers(key: string | null): Readonly<Record<string, string>>;
  /** Reads an exchange; never throws, whatever the bytes are. `number` counts from 1. */
  read(exchange: Exchange, number: number): R;
  /** The messages that open a scenario: system, first prompt, and the history that it brings along. */
  openingMessages(scenario: Scenario): Json[];
  /** The messages that repeat an answer in the history, with whatever the provider wants to see again untouched. */
  answerMessages(answer: R): Json[];
  /** The messages that return results, in this order. */
  resultMessages(results: readonly ToolResult[]): Json[];
  promptMessage(prompt: string): Json;
  /**
   * The body of a request.
   *
   * @param messages the whole history
   * @param since the last answer and what follows it, for a server that keeps the history itself; null at first
   */
  body(
    scenario: Scenario,
    messages: readonly Json[],
    settings: RequestSettings,
    since: Continuation | null,
  ): JsonObject;
}

/** How a dialect writes requests. */
export type Encoding<R extends Reading> = Pick<
  Codec<R>,
  'openingMessages' | 'answerMessages' | 'resultMessages' | 'promptMessage' | 'body'
>;

/** An HTTP request as an audit finds it. */
export interface FoundRequest {
  readonly request: HttpRequest;
  /** Without port; empty where the recorded URL is none. */
  readonly hostname: string;
  /** The path of the URL, without a slash at its end. */
  readonly path: string;
}

/** What an audit takes a request for. */
export interface Recognised {
  /** Null when the dialect does not judge it, such as a count of tokens; `kind` then says what it is. */
  readonly judged: { readonly extensions: readonly Extension[]; readonly modelInUrl: string | null } | null;
  readonly kind: string;
}

/** A dialect with the checks that hold for it, in the order of the catalogue. */
export interface Dialect<R extends Reading> extends Codec<R> {
  /** What people call it. */
  readonly name: string;
  readonly terms: Terms;
  readonly checks: readonly Check<R>[];
  /** Checks of other dialects that have no meaning here, with the reason. */
  readonly notApplicable: Readonly<Record<string, string>>;
  /** What scenarios may need and the dialect has no field for, with the reason. */
  readonly lacks: Readonly<Partial<Record<Need, string>>>;
  /** The fields of which a target may choose the one that limits an answer; absent where there is but one. */
  readonly tokenLimitFields?: readonly string[];
  /** Whether a recorded request is of this dialect; null when it is not. */
  recognise(found: FoundRequest): Recognised | null;
  /** What the reference provider needs to speak it; loaded when it is asked for. */
  service(): Promise<Service>;
  /** The proof that its checks work; loaded when it is asked for. */
  proof(): Promise<Proof>;
}
