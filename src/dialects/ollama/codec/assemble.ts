/**
 * Assembles the lines of an answer as a lenient client would ("Ollama" in docs/reading.md): texts and thoughts are
 * concatenated, and each call is complete on its line. A buffered answer counts as one line.
 */

import type { Chunk } from '../../../evidence/frames/event-stream.ts';
import { isFilled, isPresent, listOf } from '../../../reading/presence.ts';
import type { AnswerError, Choice, Seen, ToolCall, Turn, UsageReport } from '../../../reading/reading.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { jsonText } from '../../../text/json-text.ts';
import { readUsage } from './usage.ts';

/** The message of one line. */
export interface Message {
  readonly event: number | null;
  readonly json: JsonObject;
}

export interface OllamaCall extends ToolCall {
  /** `id` as sent. */
  readonly sentId: Json;
  /** The call as sent. */
  readonly sent: JsonObject;
}

export interface AssembledLines {
  readonly turn: Turn;
  readonly messages: readonly Message[];
  readonly calls: readonly OllamaCall[];
  /** True if a line says `done: true`. */
  readonly done: boolean;
}

/** The most frequent paths, as constants so that they are not built again for each line. */
const MESSAGE = 'message';
const CONTENT = 'message.content';

export function assemble(chunks: readonly Chunk[]): AssembledLines {
  const messages: Message[] = [];
  const calls: OllamaCall[] = [];
  const textPieces: Seen<string>[] = [];
  const thoughts: Seen<string>[] = [];
  const finishes: Seen[] = [];
  const usages: UsageReport[] = [];
  const errors: AnswerError[] = [];
  let model: Seen<string> | null = null;
  let hasImages = false;
  let done = false;
  let first: Chunk | null = null;

  for (const chunk of chunks) {
    const { event, json } = chunk;
    if (isFilled(json['error'])) {
      errors.push({ value: json['error'], event, path: 'error' });
      continue;
    }
    if (model === null && typeof json['model'] === 'string' && json['model'] !== '')
      model = { value: json['model'], event, path: 'model' };
    if (isFilled(json['done_reason']))
      finishes.push({ value: json['done_reason'], event, path: 'done_reason' });
    done ||= json['done'] === true;
    const usage = readUsage(json, event);
    if (usage !== null) usages.push(usage);
    const message = json['message'];
    if (!isObject(message)) {
      if (isPresent(json['done'])) first ??= chunk;
      continue;
    }
    first ??= chunk;
    messages.push({ event, json: message });
    const { content, thinking } = message;
    if (typeof content === 'string' && content !== '')
      textPieces.push({ value: content, event, path: CONTENT });
    if (typeof thinking === 'string' && thinking !== '')
      thoughts.push({ value: thinking, event, path: 'message.thinking' });
    hasImages ||= listOf(message['images']).length > 0;
    let position = -1;
    for (const call of listOf(message['tool_calls'])) {
      position += 1;
      if (isObject(call)) calls.push(callOf(call, event, `message.tool_calls[${position}]`));
    }
  }
  const text = textPieces.map(({ value }) => value).join('');
  const choice: Choice = {
    index: 0,
    event: first?.event ?? null,
    path: MESSAGE,
    text,
    textPieces,
    hasAnswer: text !== '' || calls.length > 0 || hasImages,
    reasoning: thoughts.map(({ value }) => value).join(''),
    reasoningPieces: thoughts,
    refusal: '',
    calls,
    otherCalls: [],
    finishPath: 'done_reason',
    finishes,
  };
  const turn: Turn = {
    choices: first === null ? [] : [choice],
    calls,
    usages,
    strangeUsage: [],
    model,
    id: null,
    upstreams: [],
    errors,
  };
  return { turn, messages, calls, done };
}

function callOf(sent: JsonObject, event: number | null, path: string): OllamaCall {
  const called = isObject(sent['function']) ? sent['function'] : {};
  const { name, arguments: args } = called;
  const argumentsPath = `${path}.function.arguments`;
  const json = isPresent(args) ? args : {};
  const isWhole = isObject(json);
  const text = isWhole ? jsonText(json) : '';
  return {
    choice: 0,
    id: isFilled(sent['id']) ? { value: sent['id'], event, path: `${path}.id` } : null,
    type: null,
    name: isFilled(name) ? { value: name, event, path: `${path}.function.name` } : null,
    isFunction: true,
    arguments: text,
    json: isWhole ? json : undefined,
    fragments: isWhole ? [{ value: text, event, path: argumentsPath }] : [],
    strangeArguments: isWhole ? [] : [{ value: args, event, path: argumentsPath }],
    event,
    path,
    idPath: `${path}.id`,
    namePath: `${path}.function.name`,
    argumentsPath,
    sentId: sent['id'],
    sent,
  };
}
