/** A request in a form that is independent of the dialect, and the rules that hold in every dialect. */
import type { OfferedTool, ToolChoice } from '../reading/reading.ts';
import { UNKNOWN_MODEL } from '../reading/request-body.ts';
import type { Hosted } from '../scenarios/script.ts';
import type { Json, JsonObject } from '../text/json.ts';
import { isDeeperThan } from '../text/nesting.ts';
import { parseJson } from '../text/wire-text.ts';
import { OpenCalls } from './open-calls.ts';
import { invalidRequest, noSuchModel, notFound, type Refusal } from './refusal.ts';

export interface IssuedCall {
  readonly id: string;
  readonly name: string;
  /** The parsed arguments; undefined when they are not JSON. */
  readonly arguments?: Json;
}

export interface AskedTool extends OfferedTool {
  readonly description?: string | undefined;
  /** The tool takes free text instead of arguments. */
  readonly isCustom?: true;
  /** The regular expression that the whole free text must match; null allows any text. */
  readonly pattern?: string | null;
}

/** Requires the answer to be JSON, with this schema if given. */
export interface AskedFormat {
  readonly schema?: Json;
}

/**
 * One message of the conversation: an answer with all its calls, one result, or a prompt. A wire message with several
 * of them becomes several messages. The system prompt is the first message, wherever it is on the wire.
 */
export interface AskedMessage {
  readonly role: 'system' | 'developer' | 'user' | 'assistant' | 'tool';
  readonly text: string;
  readonly calls: readonly IssuedCall[];
  /** The id of the call that a result answers; null in other messages. */
  readonly answers: string | null;
  /** True when its calls came with the proof of their thought; absent when the dialect asks for no proof. */
  readonly signed?: boolean;
  /** The path in the request, such as `messages[3]`. */
  readonly path: string;
}

export interface AskedRequest {
  /** The body as sent. */
  readonly json: JsonObject;
  readonly model: string;
  readonly messages: readonly AskedMessage[];
  readonly tools: readonly AskedTool[];
  readonly toolChoice: ToolChoice;
  readonly parallelCalls: boolean;
  /** The maximum number of calls in one answer; absent for no limit. */
  readonly mostCalls?: number;
  /** The tools that the provider runs itself; none by default. */
  readonly hosted?: readonly Hosted[];
  readonly streaming: boolean;
  /** Asks for the stream as one JSON array, in dialects with both framings. */
  readonly streamsArray?: true;
  /** The maximum number of tokens of a choice; null for no limit. */
  readonly maxTokens: number | null;
  /** Texts that end the answer just before they occur. */
  readonly stop?: readonly string[];
  readonly format?: AskedFormat;
  /** The number of choices. */
  readonly choices: number;
  readonly reasoning: boolean;
  /** How a long prompt is reported: as read from a cache, or as also written to one; absent means no cache. */
  readonly cache?: 'read' | 'read and written';
  /** The allowed upstreams; null allows any. */
  readonly onlyUpstreams: readonly string[] | null;
  /** The value whose tokens are the prompt: messages and tools, in either delivery. */
  readonly prompt: unknown;
}

/** The maximum nesting depth of JSON from a client. The deepest tool schema that `profile` sends has 133 levels. */
export const MOST_LEVELS = 1000;

/**
 * Parses arguments that come back as text; returns undefined when they are not JSON, or nested deeper than a body may
 * be.
 */
export function argumentsIn(text: string): Json {
  return isDeeperThan(MOST_LEVELS, text) ? undefined : parseJson(text);
}

/** What the provider offers. */
export interface Offer {
  /** The served models; null serves every name except {@link UNKNOWN_MODEL}. */
  readonly models: readonly string[] | null;
  /** The slug of the only upstream. */
  readonly upstream: string;
  /** Calls must come back with their thoughts, also in dialects that do not require this. */
  readonly insistsOnThoughts: boolean;
}

export function isRefusal(result: AskedRequest | Refusal): result is Refusal {
  return 'status' in result;
}

/** Joins the parts of an answer into one message, for dialects that read each part separately. */
export function joinedAnswers(messages: readonly AskedMessage[]): AskedMessage[] {
  const groups: [AskedMessage, ...AskedMessage[]][] = [];
  for (const message of messages) {
    const group = groups.at(-1);
    if (group?.[0].role === 'assistant' && message.role === 'assistant') group.push(message);
    else groups.push([message]);
  }
  return groups.map(joinedAnswer);
}

function joinedAnswer(parts: readonly [AskedMessage, ...AskedMessage[]]): AskedMessage {
  const told = parts.flatMap(({ signed }) => signed ?? []);
  return {
    ...parts[0],
    text: parts.map(({ text }) => text).join(''),
    calls: parts.flatMap(({ calls }) => calls),
    ...(told.length === 0 ? {} : { signed: told.includes(true) }),
  };
}

/** A dialect's words for the refusals that all dialects share. Paths are paths in the request. */
export interface RequestWords {
  readonly modelPath: string;
  readonly choicePath: string;
  /** The message for a result without a call, and the path of its call id. */
  readonly orphan: (message: AskedMessage) => { readonly message: string; readonly param: string };
  /** @param ids the ids of the calls without a result */
  readonly unanswered: (ids: readonly string[]) => string;
  /** The path of the whole conversation, such as `messages`. */
  readonly historyPath: string;
}

/** Returns the first problem of a request that is the same in every dialect; null when there is none. */
export function problemOf(request: AskedRequest, offer: Offer, words: RequestWords): Refusal | null {
  const { model, onlyUpstreams, toolChoice, tools } = request;
  if (!(offer.models?.includes(model) ?? model !== UNKNOWN_MODEL)) return noSuchModel(words.modelPath);
  if (onlyUpstreams?.includes(offer.upstream) === false) {
    return notFound('No allowed providers are available for the requested model.', 'provider');
  }
  const chosen =
    toolChoice.kind === 'named' ? [toolChoice.name] : toolChoice.kind === 'allowed' ? toolChoice.names : [];
  if (chosen.some((wanted) => !tools.some(({ name }) => name === wanted))) {
    return invalidRequest(`${words.choicePath} names a function that tools do not offer.`, words.choicePath);
  }
  return historyProblem(request.messages, words) ?? signatureProblem(request);
}

/** With reasoning, every call since the last user message must come back with the proof of its thought. */
function signatureProblem({ messages, reasoning }: AskedRequest): Refusal | null {
  if (!reasoning) return null;
  const asked = messages.findLastIndex(({ role }) => role === 'user');
  const unsigned = messages
    .slice(asked + 1)
    .find(({ calls, signed }) => calls.length > 0 && signed === false);
  if (unsigned === undefined) return null;
  return invalidRequest(
    'A call came back without the reasoning that it came with, or without its signature.',
    unsigned.path,
  );
}

/** Every call must be answered exactly once before the next other message, and every result must answer a call. */
function historyProblem(messages: readonly AskedMessage[], words: RequestWords): Refusal | null {
  const unanswered = (ids: readonly string[], path: string) => invalidRequest(words.unanswered(ids), path);
  let open = new OpenCalls<IssuedCall>();
  for (const message of messages) {
    const { calls, answers, path } = message;
    if (answers !== null) {
      if (open.take({ id: answers }) !== undefined) continue;
      const { message: text, param } = words.orphan(message);
      return invalidRequest(text, param);
    }
    if (open.size > 0) return unanswered(open.ids, path);
    open = new OpenCalls(calls);
  }
  return open.size > 0 ? unanswered(open.ids, words.historyPath) : null;
}
