/**
 * A reading: what one exchange says, in words that hold for every dialect. Dialects make readings (leniently, as a
 * forgiving client would); checks judge them (strictly). Every value keeps its place on the wire.
 */
import type { Delivery, Exchange } from '../evidence/exchange.ts';
import type { SseStream } from '../evidence/sse/events.ts';
import type { Json, JsonObject } from '../text/json.ts';

/** A value with its place; `event` counts from 1 and is null in a buffered body. */
export interface Seen<T = Json> {
  readonly value: T;
  readonly event: number | null;
  readonly path: string;
}

/** A tool that a request offered. */
export interface OfferedTool {
  readonly name: string;
  /** The JSON Schema of its arguments, as sent; undefined when the request gave none. */
  readonly parameters: Json;
  readonly strict: boolean;
  /** The type of the tool in the request, if it is not `function`, such as that of a built-in tool. */
  readonly type?: string;
}

/** A custom tool that a request offered. */
export interface OfferedCustomTool {
  readonly name: string;
  /** The grammar of its input, in a syntax such as `regex` or `lark`; null if any text is valid. */
  readonly grammar: { readonly syntax: string; readonly definition: string } | null;
}

export type ToolChoice =
  | { readonly kind: 'auto' | 'none' | 'required' }
  | { readonly kind: 'named'; readonly name: string }
  /** Only these functions may be called; with `required`, at least one call must come. */
  | { readonly kind: 'allowed'; readonly names: readonly string[]; readonly required: boolean };

/** A call as a request repeats it in its history. */
export interface HistoryCall {
  readonly id: Json;
  readonly name: Json;
  readonly arguments: Json;
  readonly path: string;
  readonly idPath: string;
}

/**
 * One entry of the history that a request carries: a message, or in dialects whose messages hold several results or
 * calls, one part of a message.
 */
export interface HistoryMessage {
  /** `user`, `assistant` or any other role as sent, translated to the words of Chat Completions. */
  readonly role: Json;
  readonly text: string;
  readonly calls: readonly HistoryCall[];
  /** The id of the call that this entry answers; undefined unless it is a tool result (then null when it names none). */
  readonly answers: string | null | undefined;
  /** The entry as sent, for comparing histories. */
  readonly json: Json;
  /** The path of the entry in the body, and that of the id that it answers. */
  readonly path: string;
  readonly answersPath: string;
}

/** A place of a request's history where a call and a result do not match. */
export interface Misplaced {
  /** With the prefix `request.`. */
  readonly path: string;
  readonly value: Json;
}

/** What a request asks for, and so what the answer must keep. */
export interface RequestReading {
  /** The body as JSON; undefined if it is not JSON. */
  readonly json: Json;
  readonly model: string | null;
  readonly streaming: boolean;
  readonly choices: number;
  readonly tools: readonly OfferedTool[];
  /** Absent if the dialect has no custom tools. */
  readonly customTools?: readonly OfferedCustomTool[];
  /** True if there are tools that the provider runs itself (web search ...); their fees and calls are not judged. */
  readonly serverTools: boolean;
  /** True if functions may be called that the request does not list by name: toolsets, deferred tools. */
  readonly unlistedTools: boolean;
  /** True if the request allows arguments that are not complete JSON. */
  readonly looseArguments: boolean;
  readonly toolChoice: ToolChoice | null;
  /** False if the request forbids several calls at once; null if it says nothing. */
  readonly parallelCalls: boolean | null;
  /** The JSON Schema that the text of the answer must match; absent if the request asks for none. */
  readonly answerSchema?: Json;
  readonly maxTokens: number | null;
  readonly stopStrings: boolean;
  readonly usagePromised: boolean;
  readonly costPromised: boolean;
  /** The upstreams that the request allows, as it names them; null if it allows any. */
  readonly onlyUpstreams: readonly string[] | null;
  readonly audio: boolean;
  readonly history: readonly HistoryMessage[];
  /** The name of the list that holds the history in the body, such as `messages`. */
  readonly historyPath: string;
  /** True if the request ends with the results of calls. */
  readonly returnsResults: boolean;
  /**
   * The id of the response or conversation on the server that the request continues; null if the request contains its whole
   * history.
   */
  readonly continues: string | null;
  /** Results that answer no call before them. */
  readonly orphans: readonly Misplaced[];
  /** Calls that no later result answers. */
  readonly unanswered: readonly Misplaced[];
  /** The system prompt outside the history; undefined if there is none, or if the history contains it. */
  readonly instructions: Json;
  /** The JSON values outside the messages that change the prompt, for comparing turns. */
  readonly promptShape: Json;
}

/** A tool call as a lenient client assembles it. */
export interface ToolCall {
  /** The index of its choice. */
  readonly choice: number;
  /** The first non-empty id, whatever its type; null if none came. */
  readonly id: Seen | null;
  /** Further ids that the provider gave the call, which should have only one; absent if there are none. */
  readonly otherIds?: readonly Seen[];
  readonly type: Seen | null;
  readonly name: Seen | null;
  /** False for a call of a custom tool, which takes free text instead of JSON arguments. */
  readonly isFunction: boolean;
  /** The caller as sent, if it was not the model itself. */
  readonly caller?: JsonObject;
  /** Set if the tool belongs to a namespace, whose tools a request need not list. */
  readonly inNamespace?: true;
  /** The input of a custom tool, with its pieces concatenated; absent in the call of a function. */
  readonly input?: string;
  /** All fragments that are strings, concatenated in order. */
  readonly arguments: string;
  /** The arguments as JSON; undefined if they are not JSON. */
  readonly json: Json;
  /** The fragments of its arguments, in order of arrival. */
  readonly fragments: readonly Seen<string>[];
  /** Arguments that are not a string, including null; absent arguments are not included. */
  readonly strangeArguments: readonly Seen[];
  /** The event that starts the call. */
  readonly event: number | null;
  readonly path: string;
  /** The paths of its id, name and arguments, even if these are missing. */
  readonly idPath: string;
  readonly namePath: string;
  readonly argumentsPath: string;
}

/** One choice of an answer, assembled. */
export interface Choice {
  readonly index: number;
  /** The event with the first part of the choice. */
  readonly event: number | null;
  readonly path: string;
  readonly text: string;
  /** The non-empty pieces of its text, in order of arrival. */
  readonly textPieces: readonly Seen<string>[];
  /** True if there is text, a refusal, a call, or anything else that is an answer; reasoning alone is not. */
  readonly hasAnswer: boolean;
  readonly reasoning: string;
  /** The non-empty pieces of its reasoning, in order of arrival. */
  readonly reasoningPieces: readonly Seen<string>[];
  readonly refusal: string;
  readonly calls: readonly ToolCall[];
  /** The names of called tools that are not functions of the client: the provider runs them, or they take no JSON. */
  readonly otherCalls: readonly Seen[];
  /** The path of its finish reason, even if that is missing. */
  readonly finishPath: string;
  /** Every non-null finish reason, in order. */
  readonly finishes: readonly Seen[];
}

/** A dialect's names for the counts of a usage report, as paths below it. */
export interface UsageNames {
  readonly prompt: string;
  readonly completion: string;
  readonly total: string;
  readonly cached: string;
  readonly reasoning: string;
  readonly upstreamCost: string;
  readonly upstreamPromptCost: string;
  readonly upstreamCompletionCost: string;
}

/**
 * One report of tokens and money, with each value as sent, or undefined if it is absent. If a dialect has several fields for
 * one count, the value is their sum.
 */
export interface UsageReport {
  readonly event: number | null;
  readonly path: string;
  readonly json: JsonObject;
  readonly names: UsageNames;
  /** All input, cached or not. */
  readonly prompt: Json;
  readonly completion: Json;
  readonly total: Json;
  /** Input read from a cache, and input written to one. */
  readonly cached: Json;
  readonly written: Json;
  readonly reasoning: Json;
  /** The tokens that count against the limit of an answer. */
  readonly generated: Json;
  /** The names of the fields that must be counts. */
  readonly counts: readonly string[];
  /** The values whose sum the total must be, with the names that findings use. */
  readonly addends: readonly (readonly [name: string, value: Json])[];
  /** That sum; NaN if an addend is not a count, null if the dialect has no total. */
  readonly due: number | null;
  readonly cost: Json;
  readonly byok: boolean;
  /** True if tools that the provider ran are counted: their fees are in the cost, but not in its parts. */
  readonly toolsRun: boolean;
  readonly upstreamCost: Json;
  readonly upstreamPromptCost: Json;
  readonly upstreamCompletionCost: Json;
}

/** The assembled answer. */
export interface Turn {
  readonly choices: readonly Choice[];
  readonly calls: readonly ToolCall[];
  /** Usage objects in order of arrival; other values are in `strangeUsage`. */
  readonly usages: readonly UsageReport[];
  readonly strangeUsage: readonly Seen[];
  readonly model: Seen<string> | null;
  /** The id of the response; null if it has none that a later request could name. */
  readonly id: string | null;
  /** The id of the conversation on the server that the answer is added to; undefined if there is none. */
  readonly conversation?: string;
  /** The upstreams named by the answer, in order, without repetition. */
  readonly upstreams: readonly Seen<string>[];
  readonly errors: readonly AnswerError[];
}

/** An error that an answer carries in spite of its 2xx status. */
export interface AnswerError extends Seen {
  /** Set if no JSON object of the stream contains the error: it is not framed as an event, or its event has other data. */
  readonly stray?: 'unframed' | 'no-object';
}

/** Whether there is an answer to read, and if not, why. */
export type Standing =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'empty'; readonly proven: boolean }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly reason: string;
      /** The provider's own words, which `reason` may shorten. */
      readonly said: string;
    }
  | { readonly kind: 'lost'; readonly reason: string };

/** The error of a refusal, in the shape of its dialect. */
export interface ErrorObject {
  readonly json: JsonObject;
  /** Its path in the body; empty for the body itself. */
  readonly path: string;
}

/** Everything the checks need to know about one exchange. */
export interface Reading {
  /** The position of the exchange in its conversation, from 1. */
  readonly number: number;
  readonly exchange: Exchange;
  readonly request: RequestReading;
  readonly standing: Standing;
  /** How the answer came, which may differ from what was requested. */
  readonly delivery: Delivery;
  /** Why a buffered answer cannot be read at all; null if it can. */
  readonly unreadable: string | null;
  /**
   * The check that reports that the response has no part of an answer of this dialect, such as an answer of another one;
   * absent if it has.
   */
  readonly foreign?: string;
  /**
   * True if missing parts of the answer may be in something that could not be read: an event that is not a JSON object, or
   * a part in a place where no client looks for it.
   */
  readonly torn: boolean;
  /** The answer as events with their places in the body, in any framing; null if it did not come as events. */
  readonly stream: SseStream | null;
  /** The last event of a stream that is not its end mark; null if there is none, and for a buffered answer. */
  readonly lastEvent: number | null;
  /** The whole body as text, with U+FFFD for invalid UTF-8; empty if no body came. */
  readonly text: string;
  /** The parsed body of a buffered answer or of an error; undefined if it is not JSON. */
  readonly body: Json;
  /** The error object of a refusal; null if its body has none, and for an answer. */
  readonly error: ErrorObject | null;
  readonly turn: Turn;
  /** True if no choice finished and no error came: the stream ended before the answer. */
  readonly truncated: boolean;
  /** True if the answer was truncated, or stopped by a token limit or a content filter. */
  readonly cutOff: boolean;
  readonly audio: boolean;
}

/** The piece that contains the character at `offset` of the concatenated pieces. */
export function pieceAt(pieces: readonly Seen<string>[], offset: number): Seen<string> | null {
  let start = 0;
  for (const piece of pieces) {
    start += piece.value.length;
    if (offset < start) return piece;
  }
  return pieces.at(-1) ?? null;
}
