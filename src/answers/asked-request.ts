/** What a request asks for, in the words of no dialect, and the rules that hold in every one. */
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
  /** Parsed; undefined where they are no JSON. */
  readonly arguments?: Json;
}

export interface AskedTool extends OfferedTool {
  readonly description?: string | undefined;
  /** It takes free text instead of arguments. */
  readonly isCustom?: true;
  /** The regular expression that the whole of the free text has to fit; null where any text will do. */
  readonly pattern?: string | null;
}

/** The answer is to be JSON; of this schema where there is one. */
export interface AskedFormat {
  readonly schema?: Json;
}

/**
 * One message of the conversation: an answer with all its calls, one result, a prompt. Where one message of the wire
 * holds several of them, each stands for itself; the system prompt is the first, wherever the wire has it.
 */
export interface AskedMessage {
  readonly role: 'system' | 'developer' | 'user' | 'assistant' | 'tool';
  readonly text: string;
  readonly calls: readonly IssuedCall[];
  /** The id of the call that a result answers; null in other messages. */
  readonly answers: string | null;
  /** Whether its calls came with what proves the thought behind them; absent where nothing is asked for. */
  readonly signed?: boolean;
  /** Where it stands in the request, such as `messages[3]`. */
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
  /** The most calls that an answer makes at once; absent for no limit. */
  readonly mostCalls?: number;
  /** The tools that the provider is to run itself; none where it is absent. */
  readonly hosted?: readonly Hosted[];
  readonly streaming: boolean;
  /** The stream is to be one JSON array, in dialects that know both framings. */
  readonly streamsArray?: true;
  /** The most tokens that a choice may take; null for no limit. */
  readonly maxTokens: number | null;
  /** Texts that end the answer before they come; empty for none. */
  readonly stop?: readonly string[];
  readonly format?: AskedFormat;
  /** How many choices. */
  readonly choices: number;
  readonly reasoning: boolean;
  /** How a long prompt is counted: as any other where absent; as read from a cache, or as also written to one. */
  readonly cache?: 'read' | 'read and written';
  /** The upstreams that may serve; null for any. */
  readonly onlyUpstreams: readonly string[] | null;
  /** What is counted as the prompt: messages and tools, however the answer is delivered. */
  readonly prompt: unknown;
}

/** How many levels JSON may nest that a client sends; the deepest schema of a tool that `profile` asks for has 133. */
export const MOST_LEVELS = 1000;

/** Arguments that come back as text; undefined where they are no JSON, or nest deeper than a body may. */
export function argumentsIn(text: string): Json {
  return isDeeperThan(MOST_LEVELS, text) ? undefined : parseJson(text);
}

/** What the provider has. */
export interface Offer {
  /** Null for every name but the one that asks for a model that nobody has. */
  readonly models: readonly string[] | null;
  /** The slug of the one upstream. */
  readonly upstream: string;
  /** Calls must come back with their thoughts, in dialects that leave that open too. */
  readonly insistsOnThoughts: boolean;
}

export function isRefusal(result: AskedRequest | Refusal): result is Refusal {
  return 'status' in result;
}

/** Makes one message of the parts of an answer, in dialects that read each part alone. */
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

/** In what words a dialect speaks of what every dialect refuses; the paths stand in the request. */
export interface RequestWords {
  readonly modelPath: string;
  readonly choicePath: string;
  /** Where a result says which call it answers, below the message. */
  readonly orphan: (message: AskedMessage) => { readonly message: string; readonly param: string };
  /** @param ids of the calls without a result */
  readonly unanswered: (ids: readonly string[]) => string;
  /** Where the conversation stands as a whole, such as `messages`. */
  readonly historyPath: string;
}

/** What is wrong with a request in any dialect; null for nothing. */
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

/** While an answer is under way, the thoughts behind its calls go back with them. */
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

/** Every call must be answered, once, before anybody else speaks; and every result must answer a call. */
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
