/** Builds Converse requests. */

import { type BlockWords, openingInBlocks } from '../../../drive/block-messages.ts';
import type { Encoding, RequestSettings, ToolResult } from '../../../drive/codec.ts';
import { inputAsWritten } from '../../../reading/as-written.ts';
import { isPresent, listOf } from '../../../reading/presence.ts';
import type { ToolChoice } from '../../../reading/reading.ts';
import { NO_HISTORY } from '../../../reading/request-body.ts';
import type { Scenario, ScenarioCall, ScenarioFile, ScenarioTool } from '../../../scenarios/scenario.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { jsonText } from '../../../text/json-text.ts';
import { parseJson } from '../../../text/wire-text.ts';
import type { Block } from './block.ts';
import type { ConverseReading } from './read.ts';

export const encoding: Encoding<ConverseReading> = {
  openingMessages: (scenario) => openingInBlocks(scenario, WORDS),
  answerMessages,
  resultMessages,
  promptMessage,
  body: requestBody,
};

/** The server tools, under Nova's names. */
export const HOSTED = { 'web-search': 'nova_grounding', 'code-execution': 'nova_code_interpreter' } as const;

/** The budget for thoughts, in tokens: the minimum that Claude allows. */
export const THINKING_BUDGET = 1024;

const WORDS: BlockWords = {
  prompt: promptMessage,
  text: (text) => ({ text }),
  call: callBlock,
  result: (id, text) => resultBlock(id, [{ text }]),
};

function promptMessage(prompt: string): Json {
  return { role: 'user', content: [{ text: prompt }] };
}

/**
 * Returns the blocks unchanged. Empty texts are dropped because the API refuses them, so an answer with no other block
 * is not repeated.
 */
function answerMessages(answer: ConverseReading): Json[] {
  const { blocks, delivery, message } = answer;
  const sent = delivery === 'buffered' ? listOf(message?.value['content']) : [];
  const content = blocks.flatMap((block, at) => repeatedBlock(block, sent[at], answer));
  return content.length === 0 ? [] : [{ role: 'assistant', content }];
}

/** Returns all results in one message. */
function resultMessages(results: readonly ToolResult[]): Json[] {
  if (results.length === 0) return [];
  const content = results.map(({ call, text, file }) =>
    resultBlock(call.id?.value, [{ text }, ...(file === undefined ? [] : [fileBlock(file)])]),
  );
  return [{ role: 'user', content }];
}

/**
 * Returns the block with its id unchanged. A call without an id is repeated without one; the suite never invents an id.
 *
 * @param whole the block as a buffered answer has it; undefined for a stream
 */
function repeatedBlock(block: Block, whole: Json, answer: ConverseReading): JsonObject[] {
  const { type, json, text, signature, redacted, content } = block;
  if (type === 'text' || (type === 'citationsContent' && whole === undefined))
    return text === '' ? [] : [{ text }];
  if (type === 'toolUse') {
    const input = inputAsWritten(block, answer);
    return [{ toolUse: { ...json, input: isObject(input) ? input : {} } }];
  }
  if (type === 'reasoningContent') {
    if (redacted !== '') return [{ reasoningContent: { redactedContent: redacted } }];
    return [
      { reasoningContent: { reasoningText: { text, ...(signature === undefined ? {} : { signature }) } } },
    ];
  }
  if (type === 'toolResult' && whole === undefined) return [{ toolResult: { ...json, content } }];
  return isObject(whole) ? [whole] : [];
}

/** The name of a document must not contain a dot. */
function fileBlock({ name, kind, base64: bytes }: ScenarioFile): JsonObject {
  return kind === 'image'
    ? { image: { format: 'png', source: { bytes } } }
    : { document: { format: 'pdf', name: name.replace(/\..*$/u, ''), source: { bytes } } };
}

function resultBlock(toolUseId: Json, content: readonly JsonObject[]): JsonObject {
  return { toolResult: { ...(isPresent(toolUseId) ? { toolUseId } : {}), content } };
}

/** A call in the form that buffered answers and histories use. */
export function callBlock({ id, name, arguments: text }: ScenarioCall): JsonObject {
  const input = parseJson(text);
  return { toolUse: { toolUseId: id, name, input: isObject(input) ? input : {} } };
}

function requestBody(scenario: Scenario, messages: readonly Json[], settings: RequestSettings): JsonObject {
  const { system, tools, toolChoice, maxTokens, defect } = scenario;
  // The API refuses thinking together with a choice that forces a call.
  const isForced = ['required', 'named'].includes(toolChoice?.kind ?? 'auto');
  const thinks = scenario.reasoning === true && !isForced;
  const sent = scenario.dropsSignatures === true ? messages.map(withoutThoughts) : messages;
  const marked = scenario.cachesPrompt === true ? markedAtEnd(sent) : sent;
  const { inferenceConfig, ...extra } = settings.extraBody ?? {};
  return {
    messages: defect === 'malformed' ? NO_HISTORY : marked,
    system: [{ text: system }],
    // Thoughts count against the limit, so it must exceed their budget.
    inferenceConfig: {
      maxTokens: thinks ? maxTokens + THINKING_BUDGET : maxTokens,
      ...(scenario.temperature === undefined ? {} : { temperature: scenario.temperature }),
      ...(isObject(inferenceConfig) ? inferenceConfig : {}),
    },
    ...(tools.length === 0 ? {} : { toolConfig: offer(scenario) }),
    ...(scenario.answerSchema === undefined ? {} : { outputConfig: formatOf(scenario.answerSchema) }),
    ...(thinks
      ? { additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: THINKING_BUDGET } } }
      : {}),
    ...extra,
  };
}

/** The schema is sent as text. */
function formatOf(schema: JsonObject): JsonObject {
  const jsonSchema = { name: 'answer', schema: jsonText(schema) };
  return { textFormat: { type: 'json_schema', structure: { jsonSchema } } };
}

/** Marks the end of the last message, so that everything before the mark is cached. */
function markedAtEnd(messages: readonly Json[]): Json[] {
  const last = messages.at(-1);
  if (!isObject(last)) return [...messages];
  const content = [...listOf(last['content']), { cachePoint: { type: 'default' } }];
  return [...messages.slice(0, -1), { ...last, content }];
}

function offer({ tools, toolChoice = { kind: 'auto' }, hosted }: Scenario): JsonObject {
  const name = hosted === 'web-search' || hosted === 'code-execution' ? HOSTED[hosted] : undefined;
  return {
    tools: [...(name === undefined ? [] : [{ systemTool: { name } }]), ...tools.map(offeredTool)],
    toolChoice: choiceField(toolChoice),
  };
}

function offeredTool({ name, description, parameters, strict }: ScenarioTool): JsonObject {
  const strictness = strict ? { strict } : {};
  return { toolSpec: { name, description, inputSchema: { json: parameters }, ...strictness } };
}

/** The dialect has no fields to forbid calls, or to allow only some tools. */
function choiceField(choice: ToolChoice): JsonObject {
  switch (choice.kind) {
    case 'required':
      return { any: {} };
    case 'named':
      return { tool: { name: choice.name } };
    default:
      return { auto: {} };
  }
}

/** Removes thoughts, for a client that drops signatures: a thought without its signature is useless. */
function withoutThoughts(message: Json): Json {
  if (!isObject(message) || message['role'] !== 'assistant') return message;
  const content = listOf(message['content']).filter(
    (block) => !isObject(block) || !isPresent(block['reasoningContent']),
  );
  return { ...message, content };
}
