/** What the driver asks of a dialect: how to write the requests of a scenario, and how to understand what comes back. */
import type { Delivery, Exchange } from '../evidence/exchange.ts';
import type { Extension } from '../judge/check.ts';
import type { Reading, ToolCall } from '../reading/reading.ts';
import type { Scenario, ScenarioFile } from '../scenarios/scenario.ts';
import type { Json, JsonObject } from '../text/json.ts';

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
  /** What it holds besides, in dialects whose results can. */
  readonly file?: ScenarioFile;
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
