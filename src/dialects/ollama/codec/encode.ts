/** Builds `/api/chat` requests. */

import type { Encoding, RequestSettings, ToolResult } from '../../../drive/codec.ts';
import { isFilled } from '../../../reading/presence.ts';
import { NO_HISTORY, UNKNOWN_MODEL } from '../../../reading/request-body.ts';
import type { Scenario, ScenarioCall, ScenarioMessage, ScenarioTool } from '../../../scenarios/scenario.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { parseJson } from '../../../text/wire-text.ts';
import type { OllamaReading } from './read.ts';

export const encoding: Encoding<OllamaReading> = {
  openingMessages,
  answerMessages,
  resultMessages,
  promptMessage,
  body: requestBody,
};

function openingMessages({ system, prompts: [prompt], history = [] }: Scenario): Json[] {
  const names = new Map<string | null, string>();
  return [
    { role: 'system', content: system },
    promptMessage(prompt),
    ...history.map((message) => historyMessage(message, names)),
  ];
}

function promptMessage(prompt: string): Json {
  return { role: 'user', content: prompt };
}

/** The answer as one message, as clients append it: the lines joined, with its thoughts, and the calls unchanged. */
function answerMessages({ turn, calls }: OllamaReading): Json[] {
  const { text = '', reasoning = '' } = turn.choices[0] ?? {};
  return [
    {
      role: 'assistant',
      content: text,
      ...(reasoning === '' ? {} : { thinking: reasoning }),
      ...(calls.length === 0 ? {} : { tool_calls: calls.map(({ sent }) => sent) }),
    },
  ];
}

function resultMessages(results: readonly ToolResult[]): Json[] {
  return results.map(({ call: { id, name }, text, file }) => ({
    ...resultMessage(text, name?.value, id?.value),
    ...(file === undefined ? {} : { images: [file.base64] }),
  }));
}

/** A result for a call without an id also has no id; the suite never invents one. */
function resultMessage(content: string, name: Json, id: Json): JsonObject {
  return {
    role: 'tool',
    content,
    ...(isFilled(name) ? { tool_name: name } : {}),
    ...(isFilled(id) ? { tool_call_id: id } : {}),
  };
}

/** @param names of the calls so far, by id: a result needs the name, which the scenario gives only on the call */
function historyMessage(message: ScenarioMessage, names: Map<string | null, string>): Json {
  switch (message.role) {
    case 'user':
      return promptMessage(message.text);
    case 'assistant': {
      const { text = '', calls = [] } = message;
      for (const { id, name } of calls) names.set(id, name);
      return {
        role: 'assistant',
        content: text,
        ...(calls.length === 0 ? {} : { tool_calls: calls.map(callObject) }),
      };
    }
    case 'tool':
      return resultMessage(message.text, names.get(message.answers), message.answers);
  }
}

/** A call in the form that answers and histories use. */
export function callObject({ id, name, arguments: text }: ScenarioCall, index: number): JsonObject {
  const args = parseJson(text);
  return { id, function: { index, name, arguments: isObject(args) ? args : {} } };
}

function requestBody(scenario: Scenario, messages: readonly Json[], settings: RequestSettings): JsonObject {
  const { tools, maxTokens, reasoning, defect, answerSchema } = scenario;
  const { options, ...extra } = settings.extraBody ?? {};
  return {
    model: defect === 'unknown-model' ? UNKNOWN_MODEL : settings.model,
    messages: defect === 'malformed' ? NO_HISTORY : messages,
    stream: settings.delivery === 'streaming',
    ...(tools.length === 0 ? {} : { tools: tools.map(offeredTool) }),
    ...(answerSchema === undefined ? {} : { format: answerSchema }),
    ...(reasoning === true ? { think: true } : {}),
    options: {
      num_predict: maxTokens,
      ...(scenario.temperature === undefined ? {} : { temperature: scenario.temperature }),
      ...(isObject(options) ? options : {}),
    },
    ...extra,
  };
}

function offeredTool({ name, description, parameters }: ScenarioTool): JsonObject {
  return { type: 'function', function: { name, description, parameters } };
}
