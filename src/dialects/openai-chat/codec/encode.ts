/** Builds Chat Completions requests. */

import type { Encoding, RequestSettings, ToolResult } from '../../../drive/codec.ts';
import type { ToolChoice } from '../../../reading/reading.ts';
import { NO_HISTORY, UNKNOWN_MODEL } from '../../../reading/request-body.ts';
import type { CustomTool, Scenario, ScenarioMessage, ScenarioTool } from '../../../scenarios/scenario.ts';
import type { Json, JsonObject } from '../../../text/json.ts';
import { offerOf } from '../../openai/offer.ts';
import type { ChatReading } from './read.ts';
import { repeatedAnswer, withoutThoughts } from './repeated.ts';

export const encoding: Encoding<ChatReading> = {
  openingMessages,
  answerMessages: (answer) => [repeatedAnswer(answer)],
  resultMessages,
  promptMessage,
  body: requestBody,
};

function openingMessages({ system, prompts: [prompt], history = [] }: Scenario): Json[] {
  return [{ role: 'system', content: system }, promptMessage(prompt), ...history.map(historyMessage)];
}

function promptMessage(prompt: string): Json {
  return { role: 'user', content: prompt };
}

function resultMessages(results: readonly ToolResult[]): Json[] {
  return results.map(({ call, text }) => ({
    role: 'tool',
    ...(call.id === null ? {} : { tool_call_id: call.id.value }),
    content: text,
  }));
}

function historyMessage(message: ScenarioMessage): Json {
  switch (message.role) {
    case 'user':
      return promptMessage(message.text);
    case 'assistant':
      return {
        role: 'assistant',
        ...(message.text === undefined ? {} : { content: message.text }),
        ...(message.calls === undefined
          ? {}
          : {
              tool_calls: message.calls.map(({ id, name, arguments: text }) => ({
                id,
                type: 'function',
                function: { name, arguments: text },
              })),
            }),
      };
    case 'tool':
      return {
        role: 'tool',
        ...(message.answers === null ? {} : { tool_call_id: message.answers }),
        content: message.text,
      };
  }
}

function requestBody(scenario: Scenario, messages: readonly Json[], settings: RequestSettings): JsonObject {
  const streaming = settings.delivery === 'streaming';
  const openrouter = settings.extensions.has('openrouter');
  const sent = scenario.dropsSignatures === true ? messages.map(withoutThoughts) : messages;
  return {
    model: scenario.defect === 'unknown-model' ? UNKNOWN_MODEL : settings.model,
    messages: scenario.defect === 'malformed' ? NO_HISTORY : sent,
    ...offerOf(scenario, offeredTool, customTool, choiceField),
    [settings.tokenLimitField ?? 'max_tokens']: scenario.maxTokens,
    ...(scenario.temperature === undefined ? {} : { temperature: scenario.temperature }),
    ...(scenario.answerSchema === undefined
      ? {}
      : {
          response_format: {
            type: 'json_schema',
            json_schema: { name: 'answer', strict: true, schema: scenario.answerSchema },
          },
        }),
    ...(scenario.reasoning === true ? reasoningField(openrouter) : {}),
    ...(streaming ? { stream: true, stream_options: { include_usage: true } } : {}),
    ...(openrouter ? { usage: { include: true } } : {}),
    ...(openrouter && settings.upstream !== null ? { provider: { only: [settings.upstream] } } : {}),
    ...settings.extraBody,
  };
}

function offeredTool({ name, description, parameters, strict }: ScenarioTool): JsonObject {
  return { type: 'function', function: { name, description, parameters, strict } };
}

function customTool({ name, description, pattern }: CustomTool): JsonObject {
  const format =
    pattern === null
      ? { type: 'text' }
      : { type: 'grammar', grammar: { syntax: 'regex', definition: pattern } };
  return { type: 'custom', custom: { name, description, format } };
}

function choiceField(choice: ToolChoice): Json {
  switch (choice.kind) {
    case 'named':
      return { type: 'function', function: { name: choice.name } };
    case 'allowed':
      return {
        type: 'allowed_tools',
        allowed_tools: {
          mode: choice.required ? 'required' : 'auto',
          tools: choice.names.map((name) => ({ type: 'function', function: { name } })),
        },
      };
    default:
      return choice.kind;
  }
}

function reasoningField(openrouter: boolean): JsonObject {
  return openrouter ? { reasoning: { effort: 'low' } } : { reasoning_effort: 'low' };
}
