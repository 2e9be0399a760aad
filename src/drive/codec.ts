/** What the driver needs from a dialect: writing the requests of a scenario, and reading the responses. */
import type { Delivery, Exchange } from '../evidence/exchange.ts';
import type { Extension } from '../judge/check.ts';
import type { Reading, ToolCall } from '../reading/reading.ts';
import type { Scenario, ScenarioFile } from '../scenarios/scenario.ts';
import type { Json, JsonObject } from '../text/json.ts';

/** The settings of a target that apply to every request. */
export interface RequestSettings {
  readonly model: string;
  readonly delivery: Delivery;
  readonly extensions: ReadonlySet<Extension>;
  /** The upstream that a gateway must use; null for any. */
  readonly upstream: string | null;
  /** The field that limits the length of an answer, if not the dialect's usual one. */
  readonly tokenLimitField?: string | null;
  /** Additional fields for the body of every request. */
  readonly extraBody?: JsonObject;
}

/** The result of a tool call. */
export interface ToolResult {
  readonly call: ToolCall;
  readonly text: string;
  /** A file in addition to the text, for dialects whose results can contain one. */
  readonly file?: ScenarioFile;
}

/** An answer, and the messages sent after it: the part that a request adds to the previous one. */
export interface Continuation {
  readonly answer: Reading;
  readonly added: readonly Json[];
}

/** How to write and read a dialect: everything that the driver needs. */
export interface Codec<R extends Reading = Reading> {
  readonly id: string;
  /** The address of a request: the part after the provider's base URL, including the query. */
  address(settings: Pick<RequestSettings, 'model' | 'delivery'>): string;
  /** The header fields that carry the key, and those that every request of the dialect has. */
  headers(key: string | null): Readonly<Record<string, string>>;
  /** Reads an exchange; never throws, whatever the bytes are. `number` counts from 1. */
  read(exchange: Exchange, number: number): R;
  /** The messages that open a scenario: system prompt, first prompt, and the scenario's history. */
  openingMessages(scenario: Scenario): Json[];
  /** The messages that repeat an answer in the history; parts that the provider wants back are unchanged. */
  answerMessages(answer: R): Json[];
  /** The messages that return results, in this order. */
  resultMessages(results: readonly ToolResult[]): Json[];
  promptMessage(prompt: string): Json;
  /**
   * The body of a request.
   *
   * @param messages the whole history
   * @param since the last answer and the messages after it, for a server that keeps the history itself; null at first
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
