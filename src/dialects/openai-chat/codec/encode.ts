/** Builds Chat Completions requests. */

import type { Encoding, RequestSettings, ToolResult } from '../../../drive/codec.ts';
import type { ToolCall, ToolChoice } from '../../../reading/reading.ts';
import { NO_HISTORY, UNKNOWN_MODEL } from '../../../reading/request-body.ts';
import type { Scenario, ScenarioMessage, ScenarioTool } from '../../../scenarios/scenario.ts';
import type { Json, JsonObject } from '../../../text/json.ts';
import { offerOf } from '../../openai/offer.ts';
import type { ChatReading } from './read.ts';

export const encoding: Encoding<ChatReading> = {
  openingMessages,
  answerMessages,
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

/** Ids go back as they came; a call that came without one is repeated without one, never with an id of our making. */
function answerMessages({ turn }: ChatReading): Json[] {
  const text = turn.choices[0]?.text ?? '';
  return [
    {
      role: 'assistant',
      ...(text === '' && turn.calls.length > 0 ? {} : { content: text }),
      ...(turn.calls.length === 0 ? {} : { tool_calls: turn.calls.map(repeatedCall) }),
    },
  ];
}

function resultMessages(results: readonly ToolResult[]): Json[] {
  return results.map(({ call, text }) => ({
    role: 'tool',
    ...(call.id === null ? {} : { tool_call_id: call.id.value }),
    content: text,
  }));
}

function repeatedCall(call: ToolCall): JsonObject {
  return {
    ...(call.id === null ? {} : { id: call.id.value }),
    type: 'function',
    function: { name: call.name?.value ?? '', arguments: call.arguments },
  };
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
  return {
    model: scenario.defect === 'unknown-model' ? UNKNOWN_MODEL : settings.model,
    messages: scenario.defect === 'malformed' ? NO_HISTORY : messages,
    ...offerOf(scenario, offeredTool, choiceField),
    [settings.tokenLimitField ?? 'max_tokens']: scenario.maxTokens,
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

function choiceField(choice: ToolChoice): Json {
  switch (choice.kind) {
    case 'named':
      return { type: 'function', function: { name: choice.name } };
    case 'allowed':
      return choice.required ? 'required' : 'auto';
    default:
      return choice.kind;
  }
}

function reasoningField(openrouter: boolean): JsonObject {
  return openrouter ? { reasoning: { effort: 'low' } } : { reasoning_effort: 'low' };
}
