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

/** The provider's own tools, by the names of those that Nova has. */
export const HOSTED = { 'web-search': 'nova_grounding', 'code-execution': 'nova_code_interpreter' } as const;

/** What the model may think, in tokens: the least that Claude allows. */
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

/** Blocks go back as they came; an empty text is refused, so an answer without any other block is not repeated. */
function answerMessages(answer: ConverseReading): Json[] {
  const { blocks, delivery, message } = answer;
  const sent = delivery === 'buffered' ? listOf(message?.value['content']) : [];
  const content = blocks.flatMap((block, at) => repeatedBlock(block, sent[at], answer));
  return content.length === 0 ? [] : [{ role: 'assistant', content }];
}

/** All results go back in one message. */
function resultMessages(results: readonly ToolResult[]): Json[] {
  if (results.length === 0) return [];
  const content = results.map(({ call, text, file }) =>
    resultBlock(call.id?.value, [{ text }, ...(file === undefined ? [] : [fileBlock(file)])]),
  );
  return [{ role: 'user', content }];
}

/**
 * Ids go back as they came; a call that came without one is repeated without one, never with an id of our making.
 *
 * @param whole the block of a buffered answer
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

/** A document's name has no dot. */
function fileBlock({ name, kind, base64: bytes }: ScenarioFile): JsonObject {
  return kind === 'image'
    ? { image: { format: 'png', source: { bytes } } }
    : { document: { format: 'pdf', name: name.replace(/\..*$/u, ''), source: { bytes } } };
}

function resultBlock(toolUseId: Json, content: readonly JsonObject[]): JsonObject {
  return { toolResult: { ...(isPresent(toolUseId) ? { toolUseId } : {}), content } };
}

/** A call as buffered answers and histories carry it. */
export function callBlock({ id, name, arguments: text }: ScenarioCall): JsonObject {
  const input = parseJson(text);
  return { toolUse: { toolUseId: id, name, input: isObject(input) ? input : {} } };
}

function requestBody(scenario: Scenario, messages: readonly Json[], settings: RequestSettings): JsonObject {
  const { system, tools, toolChoice, maxTokens, defect } = scenario;
  // Thinking is refused beside a choice that forces a call.
  const isForced = ['required', 'named'].includes(toolChoice?.kind ?? 'auto');
  const thinks = scenario.reasoning === true && !isForced;
  const sent = scenario.dropsSignatures === true ? messages.map(withoutThoughts) : messages;
  const marked = scenario.cachesPrompt === true ? markedAtEnd(sent) : sent;
  const { inferenceConfig, ...extra } = settings.extraBody ?? {};
  return {
    messages: defect === 'malformed' ? NO_HISTORY : marked,
    system: [{ text: system }],
    // Thoughts count against the limit, which must exceed their budget.
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

/** The schema travels as text. */
function formatOf(schema: JsonObject): JsonObject {
  const jsonSchema = { name: 'answer', schema: jsonText(schema) };
  return { textFormat: { type: 'json_schema', structure: { jsonSchema } } };
}

/** All that stands before the mark is cached. */
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

/** To forbid calls, and to allow some tools only, the dialect has no word. */
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

/** The client that forgets what proves its history: thoughts mean nothing without their signatures. */
function withoutThoughts(message: Json): Json {
  if (!isObject(message) || message['role'] !== 'assistant') return message;
  const content = listOf(message['content']).filter(
    (block) => !isObject(block) || !isPresent(block['reasoningContent']),
  );
  return { ...message, content };
}
