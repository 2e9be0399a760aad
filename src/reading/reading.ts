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
  /** What the request calls it, where that is no `function`, such as a tool that a provider has built in. */
  readonly type?: string;
}

/** A custom tool that a request offered. */
export interface OfferedCustomTool {
  readonly name: string;
  /** What its input fits, in a syntax such as `regex` or `lark`; null where any text will do. */
  readonly grammar: { readonly syntax: string; readonly definition: string } | null;
}

export type ToolChoice =
  | { readonly kind: 'auto' | 'none' | 'required' }
  | { readonly kind: 'named'; readonly name: string }
  /** Calls go to these functions alone; `required` asks for at least one. */
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
  /** `user`, `assistant` or whatever else was sent, in the words of Chat Completions where the dialect has others. */
  readonly role: Json;
  readonly text: string;
  readonly calls: readonly HistoryCall[];
  /** The id of the call that this entry answers; undefined unless it is a tool result (then null when it names none). */
  readonly answers: string | null | undefined;
  /** The entry as sent, for comparing histories. */
  readonly json: Json;
  /** Where it stands in the body, and where the id that it answers does. */
  readonly path: string;
  readonly answersPath: string;
}

/** A place of a request's history where a call and a result do not match. */
export interface Misplaced {
  /** With the prefix `request.`. */
  readonly path: string;
  readonly value: Json;
}

/** What a request asked for and, by asking, was promised. */
export interface RequestReading {
  /** The body as JSON; undefined when it is none. */
  readonly json: Json;
  readonly model: string | null;
  readonly streaming: boolean;
  readonly choices: number;
  readonly tools: readonly OfferedTool[];
  /** Absent where the dialect has none. */
  readonly customTools?: readonly OfferedCustomTool[];
  /** Tools that the provider runs itself (web search ...), whose fees and calls are its own affair. */
  readonly serverTools: boolean;
  /** Functions may be called that the request does not list by name: toolsets, deferred tools. */
  readonly unlistedTools: boolean;
  /** The request asked for arguments that need not be whole JSON. */
  readonly looseArguments: boolean;
  readonly toolChoice: ToolChoice | null;
  /** False when the request forbade several calls at once; null when it said nothing. */
  readonly parallelCalls: boolean | null;
  /** The JSON Schema that the text of the answer is promised to have; absent where the request asked for none. */
  readonly answerSchema?: Json;
  readonly maxTokens: number | null;
  readonly stopStrings: boolean;
  readonly usagePromised: boolean;
  readonly costPromised: boolean;
  /** The upstreams that the request allowed, as it names them; null when it allowed any. */
  readonly onlyUpstreams: readonly string[] | null;
  readonly audio: boolean;
  readonly history: readonly HistoryMessage[];
  /** The name of the list that holds the history in the body, such as `messages`. */
  readonly historyPath: string;
  /** The request ends with the results of calls. */
  readonly returnsResults: boolean;
  /**
   * The id of the response or of the conversation that the request continues, whose history the server holds; null when
   * it brings its own.
   */
  readonly continues: string | null;
  /** Results that answer no call before them. */
  readonly orphans: readonly Misplaced[];
  /** Calls that no later result answers. */
  readonly unanswered: readonly Misplaced[];
  /** The system prompt where it stands beside the history; undefined where there is none, or where the history holds it. */
  readonly instructions: Json;
  /** The JSON values that change the prompt besides the messages, for comparing turns. */
  readonly promptShape: Json;
}

/** A tool call as a lenient client assembles it. */
export interface ToolCall {
  /** The index of its choice. */
  readonly choice: number;
  /** The first non-empty id, whatever its type; null when none came. */
  readonly id: Seen | null;
  /** Further ids that the provider gave it, where a call has but one; absent where there are none. */
  readonly otherIds?: readonly Seen[];
  readonly type: Seen | null;
  readonly name: Seen | null;
  /** False for a call of a custom tool, which takes free text instead of JSON arguments. */
  readonly isFunction: boolean;
  /** Who made the call where it was not the model itself, as the wire says it. */
  readonly caller?: JsonObject;
  /** Its tool belongs to a namespace, whose tools a request need not list. */
  readonly inNamespace?: true;
  /** What a custom tool is given, its pieces joined; absent in the call of a function. */
  readonly input?: string;
  /** All fragments in order, concatenated; what was no string is left out. */
  readonly arguments: string;
  /** The arguments as JSON; undefined when they are none. */
  readonly json: Json;
  /** The fragments of its arguments, in order of arrival. */
  readonly fragments: readonly Seen<string>[];
  /** Arguments that came as something else than a string, null included; absent ones are not here. */
  readonly strangeArguments: readonly Seen[];
  /** Where the call starts. */
  readonly event: number | null;
  readonly path: string;
  /** Where its id, name and arguments stand, or would. */
  readonly idPath: string;
  readonly namePath: string;
  readonly argumentsPath: string;
}

/** What one choice of an answer amounts to. */
export interface Choice {
  readonly index: number;
  /** Where the choice was first seen. */
  readonly event: number | null;
  readonly path: string;
  readonly text: string;
  /** The non-empty pieces of its text, in order of arrival. */
  readonly textPieces: readonly Seen<string>[];
  /** Text, a refusal, a call, or anything else that is an answer; reasoning alone is none. */
  readonly hasAnswer: boolean;
  readonly reasoning: string;
  /** The non-empty pieces of its reasoning, in order of arrival. */
  readonly reasoningPieces: readonly Seen<string>[];
  readonly refusal: string;
  readonly calls: readonly ToolCall[];
  /** Calls of tools that are no functions of the client, by name: the provider runs them, or they take no JSON. */
  readonly otherCalls: readonly Seen[];
  /** Where its finish reason stands, or would. */
  readonly finishPath: string;
  /** Every non-null finish reason, in order. */
  readonly finishes: readonly Seen[];
}

/** What a dialect calls the counts of a report, as paths below it. */
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
 * One report of tokens and money; each value as it stands on the wire, undefined when it does not. Where a dialect
 * counts a side in several fields, the value is their sum.
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
  /** What counts against the limit of an answer. */
  readonly generated: Json;
  /** The names of the fields that must be counts. */
  readonly counts: readonly string[];
  /** What the total must be the sum of, by the names that findings use. */
  readonly addends: readonly (readonly [name: string, value: Json])[];
  /** That sum: NaN where an addend is no count, null where the dialect has no total. */
  readonly due: number | null;
  readonly cost: Json;
  readonly byok: boolean;
  /** Tools that the provider ran itself are counted: their fees are in the cost, and in none of its parts. */
  readonly toolsRun: boolean;
  readonly upstreamCost: Json;
  readonly upstreamPromptCost: Json;
  readonly upstreamCompletionCost: Json;
}

/** The assembled answer. */
export interface Turn {
  readonly choices: readonly Choice[];
  readonly calls: readonly ToolCall[];
  /** Usage objects in order of arrival; a value that is no object is in `strangeUsage`. */
  readonly usages: readonly UsageReport[];
  readonly strangeUsage: readonly Seen[];
  readonly model: Seen<string> | null;
  /** The id of the response; null when it has none that a later request could name. */
  readonly id: string | null;
  /** The id of the conversation that the server adds the answer to; undefined where it adds it to none. */
  readonly conversation?: string;
  /** The upstreams named by the answer, in order, without repetition. */
  readonly upstreams: readonly Seen<string>[];
  readonly errors: readonly AnswerError[];
}

/** An error that an answer carries in spite of its 2xx status. */
export interface AnswerError extends Seen {
  /** Where no JSON object of a stream carries it: it is not framed as an event, or the data of its event is something else. */
  readonly stray?: 'unframed' | 'no-object';
}

/** Whether there is an answer to read, and if not why. */
export type Standing =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'empty'; readonly proven: boolean }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly reason: string;
      /** The provider's own words, which the reason may shorten. */
      readonly said: string;
    }
  | { readonly kind: 'lost'; readonly reason: string };

/** The error that a refusal carries, as its dialect shapes it. */
export interface ErrorObject {
  readonly json: JsonObject;
  /** Where it stands in the body; empty for the body itself. */
  readonly path: string;
}

/** Everything the checks need to know about one exchange. */
export interface Reading {
  /** Place of the exchange in its conversation, from 1. */
  readonly number: number;
  readonly exchange: Exchange;
  readonly request: RequestReading;
  readonly standing: Standing;
  /** How the answer came, which need not be how it was asked for. */
  readonly delivery: Delivery;
  /** Why a buffered answer cannot be read at all; null when it can. */
  readonly unreadable: string | null;
  /**
   * The check whose affair it is that what came has nothing of an answer of this dialect, such as the answer of another
   * one; absent where it has.
   */
  readonly foreign?: string;
  /**
   * An event that was to hold a part of the answer is no JSON object, no event at all is one, or a part stands where no
   * client looks for it, so that what is missing may be in there.
   */
  readonly torn: boolean;
  /** The answer as events with their places in the body, whatever frames them; null when it did not come as events. */
  readonly stream: SseStream | null;
  /** The last event of a stream that is not its end mark; null when there is none, and in a buffered answer. */
  readonly lastEvent: number | null;
  /** The whole body as it came; what is no UTF-8 is U+FFFD, and where none came it is empty. */
  readonly text: string;
  /** The parsed body of a buffered answer or of an error; undefined when it is no JSON. */
  readonly body: Json;
  /** The error object of a refusal; null when its body has none, and in an answer. */
  readonly error: ErrorObject | null;
  readonly turn: Turn;
  /** No choice finished and no error came: the stream ended before the answer did. */
  readonly truncated: boolean;
  /** Truncated, or stopped by a token limit or a content filter. */
  readonly cutOff: boolean;
  readonly audio: boolean;
}

/** The piece that holds the character at `offset` of the pieces' concatenation. */
export function pieceAt(pieces: readonly Seen<string>[], offset: number): Seen<string> | null {
  let start = 0;
  for (const piece of pieces) {
    start += piece.value.length;
    if (offset < start) return piece;
  }
  return pieces.at(-1) ?? null;
}
