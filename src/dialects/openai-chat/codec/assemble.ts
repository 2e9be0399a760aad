/**
 * Assembles the deltas of a Chat Completions answer as a lenient client would ("Chat Completions" in docs/reading.md).
 * A buffered answer follows the same rules; each of its choices is one delta.
 */

import type { Chunk } from '../../../evidence/frames/event-stream.ts';
import { isFilled, isNatural, isPresent, listOf, textOrNull } from '../../../reading/presence.ts';
import type {
  AnswerError,
  Choice,
  Seen,
  ToolCall,
  Turn,
  UsageNames,
  UsageReport,
} from '../../../reading/reading.ts';
import { isObject, type Json, type JsonObject, numberOf, wordOf } from '../../../text/json.ts';
import { parseJson } from '../../../text/wire-text.ts';
import { readOpenaiUsage } from '../../openai/usage.ts';
import { MONEY_NAMES } from '../../openrouter/money.ts';
import { choicePath, contentPath, messagePath, type Part } from './paths.ts';

/** One tool-call delta of a stream, and the call that it belongs to. */
export interface CallDelta {
  readonly choice: number;
  /** The position of the call among the calls of its choice, in order of first appearance. */
  readonly call: number;
  /** True for the delta that starts the call. */
  readonly first: boolean;
  readonly json: JsonObject;
  readonly event: number | null;
  readonly path: string;
}

export interface AssembledAnswer {
  readonly turn: Turn;
  /** Every tool-call delta of a stream, in order. */
  readonly callDeltas: readonly CallDelta[];
  /** True if a message of the answer has audio. */
  readonly hasAudio: boolean;
}

/**
 * @param part the member of a choice that has the message: `delta` or `message`
 * @param request a function_call counts as an answer only if the request has `functions`, the predecessor of `tools`
 * @param stray errors that are not in an event with a JSON object
 */
export function assemble(
  chunks: readonly Chunk[],
  part: Part,
  request: Json,
  stray: readonly AnswerError[] = [],
): AssembledAnswer {
  const choices = new Map<number, ChoiceBuilder>();
  const expectsFunctionCall = offersFunctions(request);
  const usages: UsageReport[] = [];
  const strangeUsage: Seen[] = [];
  const upstreams: Seen<string>[] = [];
  const errors: AnswerError[] = [];
  const callDeltas: CallDelta[] = [];
  let model: Seen<string> | null = null;

  for (const { event, sse, json } of chunks) {
    if (model === null && typeof json['model'] === 'string' && json['model'] !== '') {
      model = { value: json['model'], event, path: 'model' };
    }
    const upstream = json['provider'];
    if (
      typeof upstream === 'string' &&
      upstream !== '' &&
      !upstreams.some(({ value }) => value === upstream)
    ) {
      upstreams.push({ value: upstream, event, path: 'provider' });
    }
    if (isError(json['error'])) errors.push({ value: json['error'], event, path: 'error' });
    else if (isErrorEvent(sse?.name, json)) errors.push({ value: json, event, path: '' });
    if (isObject(json['usage'])) usages.push(readUsage(json['usage'], event));
    else if (isPresent(json['usage'])) strangeUsage.push({ value: json['usage'], event, path: 'usage' });

    let position = -1;
    for (const choice of listOf(json['choices'])) {
      position += 1;
      if (!isObject(choice)) continue;
      const path = choicePath(position);
      if (isError(choice['error'])) errors.push({ value: choice['error'], event, path: `${path}.error` });
      else if (choice['finish_reason'] === 'error' && !isError(json['error']))
        errors.push({ value: 'error', event, path: `${path}.finish_reason` });
      const index = Number.isInteger(choice['index']) ? numberOf(choice['index']) : position;
      let builder = choices.get(index);
      if (builder === undefined) {
        builder = new ChoiceBuilder(index, event, path, expectsFunctionCall);
        choices.set(index, builder);
      }
      builder.add(choice, part, event, position, callDeltas);
    }
  }
  const built = [...choices.values()].map((choice) => choice.build());
  const calls = built.flatMap((choice) => choice.calls);
  const id = textOrNull(chunks[0]?.json['id']);
  const turn = {
    choices: built,
    calls,
    usages,
    strangeUsage,
    model,
    id,
    upstreams,
    errors: [...errors, ...stray],
  };
  return { turn, callDeltas, hasAudio: [...choices.values()].some((choice) => choice.hasAudio) };
}

/** Returns true if the request offers its tools in the deprecated member `functions`. */
export function offersFunctions(request: Json): boolean {
  return isObject(request) && isPresent(request['functions']);
}

class ChoiceBuilder {
  private readonly textPieces: Seen<string>[] = [];
  private hasOther = false;
  hasAudio = false;
  private readonly reasoningPieces: Seen<string>[] = [];
  private refusal = '';
  private readonly finishes: Seen[] = [];
  private readonly calls: CallBuilder[] = [];
  private readonly ids = new Set<Json>();
  private readonly callsByIndex = new Map<number, CallBuilder>();
  readonly index: number;
  private readonly event: number | null;
  private readonly path: string;
  private readonly expectsFunctionCall: boolean;

  constructor(index: number, event: number | null, path: string, expectsFunctionCall: boolean) {
    this.index = index;
    this.event = event;
    this.path = path;
    this.expectsFunctionCall = expectsFunctionCall;
  }

  add(choice: JsonObject, part: Part, event: number | null, position: number, callDeltas: CallDelta[]): void {
    const finish = choice['finish_reason'];
    if (isPresent(finish))
      this.finishes.push({ value: finish, event, path: `${choicePath(position)}.finish_reason` });
    const message = choice[part];
    if (!isObject(message)) return;
    const messageAt = messagePath(position, part);
    this.addText(message['content'], event, contentPath(position, part));
    this.addReasoning(message, event, messageAt);
    if (typeof message['refusal'] === 'string') this.refusal += message['refusal'];
    if (carriesOther(message) || (this.expectsFunctionCall && isObject(message['function_call'])))
      this.hasOther = true;
    this.hasAudio ||= isObject(message['audio']);
    const calls = message['tool_calls'];
    if (!Array.isArray(calls)) return;
    for (const [at, call] of calls.entries()) {
      if (!isObject(call)) continue;
      const callPath = `${messageAt}.tool_calls[${at}]`;
      const before = this.calls.length;
      const builder = part === 'message' ? this.start(event, callPath) : this.callOf(call, event, callPath);
      builder.add(call, event, callPath);
      if (isFilled(call['id'])) this.ids.add(call['id']);
      callDeltas.push({
        choice: this.index,
        call: builder.ordinal,
        first: this.calls.length > before,
        json: call,
        event,
        path: callPath,
      });
    }
  }

  private addText(content: Json, event: number | null, path: string): void {
    if (typeof content === 'string') {
      if (content !== '') this.textPieces.push({ value: content, event, path });
    } else if (isPresent(content)) {
      this.hasOther = true;
    }
  }

  private addReasoning(message: JsonObject, event: number | null, path: string): void {
    for (const field of THOUGHTS) {
      const value = message[field];
      if (typeof value !== 'string' || value === '') continue;
      this.reasoningPieces.push({ value, event, path: `${path}.${field}` });
      return;
    }
    const listed = listOf(message['reasoning_details']);
    if (listed.length === 0) return;
    const details = listed.flatMap(detailText).join('');
    if (details === '') return;
    this.reasoningPieces.push({ value: details, event, path: `${path}.reasoning_details` });
  }

  /**
   * Finds the call by `index`. Without an index, a new non-empty id starts a call, and anything else continues the last
   * one.
   */
  private callOf(delta: JsonObject, event: number | null, path: string): CallBuilder {
    const index = delta['index'];
    if (isNatural(index)) {
      const known = this.callsByIndex.get(index);
      if (known !== undefined) return known;
      const started = this.start(event, path);
      this.callsByIndex.set(index, started);
      return started;
    }
    const last = this.calls.at(-1);
    const id = delta['id'];
    const isNew = isFilled(id) && !this.ids.has(id);
    return last === undefined || isNew ? this.start(event, path) : last;
  }

  private start(event: number | null, path: string): CallBuilder {
    const call = new CallBuilder(this.index, this.calls.length, event, path);
    this.calls.push(call);
    return call;
  }

  build(): Choice {
    const text = this.textPieces.map(({ value }) => value).join('');
    return {
      index: this.index,
      event: this.event,
      path: this.path,
      text,
      textPieces: this.textPieces,
      // White space counts as text. Content that is not a string may hold an answer; shape/content reports it.
      hasAnswer: text !== '' || this.refusal !== '' || this.calls.length > 0 || this.hasOther,
      reasoning: this.reasoningPieces.map(({ value }) => value).join(''),
      reasoningPieces: this.reasoningPieces,
      refusal: this.refusal,
      calls: this.calls.map((call) => call.build()),
      otherCalls: [],
      finishPath: `${this.path}.finish_reason`,
      finishes: this.finishes,
    };
  }
}

/** The fields in which providers send thoughts as text. */
const THOUGHTS = ['reasoning', 'reasoning_content'] as const;

/** Returns the texts of one of OpenRouter's reasoning details; an encrypted detail has none. */
function detailText(detail: Json): string[] {
  if (!isObject(detail)) return [];
  const { text, summary } = detail;
  return [text, summary].filter((said) => typeof said === 'string');
}

/** Returns true for other kinds of answers: audio, and the images of gateways. */
function carriesOther({ audio, images }: JsonObject): boolean {
  return isObject(audio) || listOf(images).length > 0;
}

/**
 * Assembles a call. Id, type and name come from the first delta with a non-empty one; arguments are concatenated in
 * order.
 */
class CallBuilder {
  private id: Seen | null = null;
  private readonly otherIds: Seen[] = [];
  private type: Seen | null = null;
  private name: Seen | null = null;
  private isFunction = true;
  private readonly fragments: Seen<string>[] = [];
  private readonly strangeArguments: Seen[] = [];
  private input = '';
  /** The position among the calls of its choice. */
  readonly ordinal: number;
  private readonly choice: number;
  private readonly event: number | null;
  private readonly path: string;

  constructor(choice: number, ordinal: number, event: number | null, path: string) {
    this.choice = choice;
    this.ordinal = ordinal;
    this.event = event;
    this.path = path;
  }

  add(delta: JsonObject, event: number | null, path: string): void {
    const { id } = delta;
    if (isFilled(id)) {
      this.id ??= { value: id, event, path: `${path}.id` };
      if (id !== this.id.value) this.otherIds.push({ value: id, event, path: `${path}.id` });
    }
    if (isFilled(delta['type'])) this.type ??= { value: delta['type'], event, path: `${path}.type` };
    const member = calledMember(delta);
    if (member === 'custom') this.isFunction = false;
    const called = delta[member];
    if (!isObject(called)) return;
    if (isFilled(called['name']))
      this.name ??= { value: called['name'], event, path: `${path}.${member}.name` };
    if (member === 'custom') this.input += wordOf(called['input']);
    const fragment = called['arguments'];
    if (fragment === undefined || member === 'custom') return;
    const place = { event, path: `${path}.function.arguments` };
    if (typeof fragment === 'string') this.fragments.push({ value: fragment, ...place });
    else this.strangeArguments.push({ value: fragment, ...place });
  }

  build(): ToolCall {
    const text = this.fragments.map(({ value }) => value).join('');
    return {
      choice: this.choice,
      id: this.id,
      ...(this.otherIds.length === 0 ? {} : { otherIds: this.otherIds }),
      type: this.type,
      name: this.name,
      isFunction: this.isFunction,
      ...(this.isFunction ? {} : { input: this.input }),
      arguments: text,
      json: parseJson(text),
      fragments: this.fragments,
      strangeArguments: this.strangeArguments,
      event: this.event,
      path: this.path,
      idPath: `${this.path}.id`,
      namePath: `${this.path}.${this.isFunction ? 'function' : 'custom'}.name`,
      argumentsPath: `${this.path}.${this.isFunction ? 'function.arguments' : 'custom.input'}`,
    };
  }
}

/**
 * Returns the member of a call that names its tool. Some gateways send an empty `custom` next to the function of every
 * call.
 */
export function calledMember({ custom, function: called }: JsonObject): 'function' | 'custom' {
  return isObject(custom) && !isObject(called) ? 'custom' : 'function';
}

/** The names of the counters in CompletionUsage. */
const USAGE_NAMES: UsageNames = {
  prompt: 'prompt_tokens',
  completion: 'completion_tokens',
  total: 'total_tokens',
  cached: 'prompt_tokens_details.cached_tokens',
  reasoning: 'completion_tokens_details.reasoning_tokens',
  ...MONEY_NAMES,
};

function readUsage(usage: JsonObject, event: number | null): UsageReport {
  return readOpenaiUsage(usage, { event, path: 'usage' }, USAGE_NAMES, ['prompt', 'completion']);
}

/** Names of error events, in the `event:` line or in the member type. */
const ERROR_EVENTS: ReadonlySet<Json> = new Set(['error', 'response.error', 'response.failed']);

export function isErrorEvent(name: string | null | undefined, { type, object }: JsonObject): boolean {
  return (isPresent(name) && ERROR_EVENTS.has(name)) || ERROR_EVENTS.has(type) || object === 'error';
}

/** Returns true for a non-empty value; `false`, `0`, an empty string, list or object mean that there is no error. */
export function isError(value: Json): boolean {
  if (isObject(value)) return Object.keys(value).length > 0;
  return Array.isArray(value) ? value.length > 0 : isFilled(value) && value !== false && value !== 0;
}
