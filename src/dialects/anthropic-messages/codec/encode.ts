/** Builds Messages requests. */

import { type BlockWords, openingInBlocks } from '../../../drive/block-messages.ts';
import type { Continuation, Encoding, RequestSettings, ToolResult } from '../../../drive/codec.ts';
import { inputAsWritten } from '../../../reading/as-written.ts';
import { isPresent, listOf } from '../../../reading/presence.ts';
import type { Reading, ToolChoice } from '../../../reading/reading.ts';
import { NO_HISTORY, UNKNOWN_MODEL } from '../../../reading/request-body.ts';
import type { Scenario, ScenarioCall, ScenarioFile, ScenarioTool } from '../../../scenarios/scenario.ts';
import { isObject, type Json, type JsonObject, wordOf } from '../../../text/json.ts';
import { parseJson } from '../../../text/wire-text.ts';
import { type Block, isServerCall } from './block.ts';
import type { MessagesReading } from './read.ts';

export const encoding: Encoding<MessagesReading> = {
  openingMessages: (scenario) => openingInBlocks(scenario, WORDS),
  answerMessages,
  resultMessages,
  promptMessage,
  body: requestBody,
};

/** The budget for thoughts, in tokens: the minimum that the reference allows. */
export const THINKING_BUDGET = 1024;

const WORDS: BlockWords = {
  prompt: promptMessage,
  text: (text) => ({ type: 'text', text }),
  call: callBlock,
  result: resultBlock,
};

function promptMessage(prompt: string): Json {
  return { role: 'user', content: prompt };
}

/**
 * Returns the blocks unchanged. Empty texts are dropped because the API refuses them, so an answer with no other block
 * is not repeated.
 */
function answerMessages(answer: MessagesReading): Json[] {
  const content = answer.blocks.flatMap((block) => repeatedBlock(block, answer));
  return content.length === 0 ? [] : [{ role: 'assistant', content }];
}

/** Returns all results in one message. */
function resultMessages(results: readonly ToolResult[]): Json[] {
  if (results.length === 0) return [];
  const content = results.map(({ call, text, file }) =>
    resultBlock(call.id?.value, file === undefined ? text : [{ type: 'text', text }, fileBlock(file)]),
  );
  return [{ role: 'user', content }];
}

/**
 * Returns the block with its id unchanged. A call without an id is repeated without one; the suite never invents an id.
 */
function repeatedBlock(block: Block, answer: MessagesReading): JsonObject[] {
  const { type, json, text, signature } = block;
  if (type === 'text') return text === '' ? [] : [{ type, text }];
  if (type === 'thinking') {
    return [{ type, thinking: text, ...(signature === undefined ? {} : { signature }) }];
  }
  if (type === 'tool_use' || isServerCall(type)) {
    const input = inputAsWritten(block, answer);
    return [{ ...json, input: isObject(input) ? input : {} }];
  }
  return [json];
}

function fileBlock({ name, kind, base64: data }: ScenarioFile): JsonObject {
  return kind === 'image'
    ? { type: 'image', source: { type: 'base64', media_type: 'image/png', data } }
    : { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data }, title: name };
}

function resultBlock(id: Json, content: Json): JsonObject {
  return { type: 'tool_result', ...(isPresent(id) ? { tool_use_id: id } : {}), content };
}

/** A call in the form that answers and histories use. */
export function callBlock({ id, name, arguments: text }: ScenarioCall): JsonObject {
  const input = parseJson(text);
  return { type: 'tool_use', id, name, input: isObject(input) ? input : {} };
}

/** A thread also stores the system prompt and the tools, so a request that continues it must not repeat them. */
function requestBody(
  scenario: Scenario,
  messages: readonly Json[],
  settings: RequestSettings,
  since: Continuation | null,
): JsonObject {
  const { system, toolChoice, maxTokens, defect, cachesPrompt } = scenario;
  const thread = scenario.storedHistory === true ? threadOf(since) : null;
  const container = since === null ? null : containerOf(since.answer);
  const added = thread?.type === 'continue' ? (since?.added ?? []) : messages;
  const sent = scenario.dropsSignatures === true ? added.map(withoutThoughts) : added;
  const isNew = thread?.type !== 'continue';
  // The API refuses thinking together with a choice that forces a call.
  const isForced = ['required', 'named'].includes(toolChoice?.kind ?? 'auto');
  const thinks = scenario.reasoning === true && !isForced;
  return {
    model: defect === 'unknown-model' ? UNKNOWN_MODEL : settings.model,
    // Thoughts count against the limit, so it must exceed their budget.
    [settings.tokenLimitField ?? 'max_tokens']: thinks ? maxTokens + THINKING_BUDGET : maxTokens,
    ...(scenario.temperature === undefined ? {} : { temperature: scenario.temperature }),
    ...(isNew ? { system } : {}),
    messages: defect === 'malformed' ? NO_HISTORY : sent,
    ...(scenario.tools.length === 0 || !isNew ? {} : offer(scenario)),
    ...(thread === null ? {} : { thread }),
    ...(container === null ? {} : { container }),
    ...(thinks ? { thinking: { type: 'enabled', budget_tokens: THINKING_BUDGET } } : {}),
    ...(scenario.answerSchema === undefined
      ? {}
      : { output_config: { format: { type: 'json_schema', schema: scenario.answerSchema } } }),
    // The provider then marks the last block of each request itself.
    ...(cachesPrompt === true ? { cache_control: { type: 'ephemeral' } } : {}),
    ...(settings.delivery === 'streaming' ? { stream: true } : {}),
    ...(settings.extensions.has('openrouter') && settings.upstream !== null
      ? { provider: { only: [settings.upstream] } }
      : {}),
    ...settings.extraBody,
  };
}

/** Returns the id of the container that ran the answer's code, from the body or from the last message_delta. */
function containerOf({ body, stream }: Reading): Json {
  const ends = stream?.events.map(({ data }) => parseJson(data)) ?? [];
  const end = ends.findLast((json) => isObject(json) && json['type'] === 'message_delta');
  const holder = isObject(end) ? end['delta'] : body;
  const container = isObject(holder) ? holder['container'] : undefined;
  return isObject(container) ? (container['id'] ?? null) : null;
}

/**
 * Returns the thread for a history that the provider stores. The first request creates it; later requests name the
 * previous answer.
 */
function threadOf(since: Continuation | null) {
  const id = since?.answer.turn.id;
  return typeof id === 'string'
    ? ({ type: 'continue', previous_message_id: id } as const)
    : ({ type: 'create' } as const);
}

/**
 * The server tools. None of them needs a beta header: @anthropic-ai/sdk 1.14 has them in messages, outside its beta.
 * Code that calls tools needs the later version.
 */
export const HOSTED = {
  'web-search': { type: 'web_search_20250305', name: 'web_search' },
  'tool-search': { type: 'tool_search_tool_regex_20251119', name: 'tool_search_tool_regex' },
  'code-execution': { type: 'code_execution_20250825', name: 'code_execution' },
  code: { type: 'code_execution_20260120', name: 'code_execution' },
} as const;

function offer({ tools, hosted, toolChoice = { kind: 'auto' }, parallelCalls }: Scenario): JsonObject {
  const parallel =
    parallelCalls === undefined || toolChoice.kind === 'none' ? {} : { disable_parallel_tool_use: true };
  const own = hosted === undefined ? [] : [HOSTED[hosted]];
  return {
    tools: [...own, ...tools.map(offeredTool)],
    tool_choice: { ...choiceField(toolChoice), ...parallel },
  };
}

function offeredTool({
  name,
  description,
  parameters,
  strict,
  deferred,
  calledByCode,
}: ScenarioTool): JsonObject {
  return {
    name,
    description,
    input_schema: parameters,
    ...(strict ? { strict } : {}),
    ...(deferred === true ? { defer_loading: true } : {}),
    ...(calledByCode === true ? { allowed_callers: [HOSTED.code.type] } : {}),
  };
}

function choiceField(choice: ToolChoice): JsonObject {
  switch (choice.kind) {
    case 'required':
      return { type: 'any' };
    case 'named':
      return { type: 'tool', name: choice.name };
    case 'allowed':
      return { type: choice.required ? 'any' : 'auto' };
    default:
      return { type: choice.kind };
  }
}

/** Removes thoughts, for a client that drops signatures: a thinking block without its signature is useless. */
function withoutThoughts(message: Json): Json {
  if (!isObject(message) || message['role'] !== 'assistant') return message;
  const content = listOf(message['content']).filter(
    (block) => !isObject(block) || !['thinking', 'redacted_thinking'].includes(wordOf(block['type'])),
  );
  return { ...message, content };
}
