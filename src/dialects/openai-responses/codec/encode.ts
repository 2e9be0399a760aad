/** Builds requests of the Responses API. */

import type { Continuation, Encoding, RequestSettings, ToolResult } from '../../../drive/codec.ts';
import { listOf } from '../../../reading/presence.ts';
import type { ToolChoice } from '../../../reading/reading.ts';
import { NO_HISTORY, UNKNOWN_MODEL } from '../../../reading/request-body.ts';
import type {
  CustomTool,
  Scenario,
  ScenarioFile,
  ScenarioMessage,
  ScenarioTool,
} from '../../../scenarios/scenario.ts';
import { isObject, type Json, type JsonObject, wordOf } from '../../../text/json.ts';
import { offerOf } from '../../openai/offer.ts';
import { copyOf, GIVEN, type Item } from './items.ts';
import type { ResponsesReading } from './read.ts';

export const encoding: Encoding<ResponsesReading> = {
  openingMessages,
  answerMessages,
  resultMessages,
  promptMessage,
  body: requestBody,
};

/** Requests encrypted reasoning, which a server without stored state needs to read a returned reasoning item. */
export const ENCRYPTED = 'reasoning.encrypted_content';

/** The system prompt is a separate field, `instructions`. */
function openingMessages({ prompts: [prompt], history = [] }: Scenario): Json[] {
  return [promptMessage(prompt), ...history.flatMap(historyItems)];
}

function promptMessage(prompt: string): Json {
  return { role: 'user', content: prompt };
}

/**
 * Returns the items unchanged, with reasoning before its calls. A truncated call has the arguments that arrived. A call
 * without an id is repeated without one.
 */
function answerMessages({ items }: ResponsesReading): Json[] {
  return items.flatMap((item) => {
    const json = wholeItem(item);
    return json === null ? [] : [json];
  });
}

function wholeItem(item: Item): JsonObject | null {
  const copy = copyOf(item);
  if (copy === null) return null;
  const member = GIVEN[wordOf(copy.json['type'])];
  if (copy.stage !== 'added' || member === undefined) return copy.json;
  const { deltas, wholes } = item.arguments;
  const text = [wholes[0]?.value, deltas.map(({ value }) => wordOf(value)).join('')].find(
    (value) => typeof value === 'string' && value !== '',
  );
  return text === undefined ? copy.json : { ...copy.json, [member]: text };
}

function resultMessages(results: readonly ToolResult[]): Json[] {
  return results.map(({ call: { id, isFunction, caller }, text, file }) => ({
    type: isFunction ? 'function_call_output' : 'custom_tool_call_output',
    ...(id === null ? {} : { call_id: id.value }),
    ...(caller === undefined ? {} : { caller }),
    output: file === undefined ? text : [{ type: 'input_text', text }, filePart(file)],
  }));
}

function filePart({ name, kind, base64 }: ScenarioFile): JsonObject {
  return kind === 'image'
    ? { type: 'input_image', image_url: `data:image/png;base64,${base64}` }
    : { type: 'input_file', filename: name, file_data: `data:application/pdf;base64,${base64}` };
}

function historyItems(message: ScenarioMessage): Json[] {
  switch (message.role) {
    case 'user':
      return [promptMessage(message.text)];
    case 'assistant':
      return [
        ...(message.text === undefined ? [] : [{ role: 'assistant', content: message.text }]),
        ...(message.calls ?? []).map(({ id, name, arguments: text }) => ({
          type: 'function_call',
          call_id: id,
          name,
          arguments: text,
        })),
      ];
    case 'tool':
      return [
        {
          type: 'function_call_output',
          ...(message.answers === null ? {} : { call_id: message.answers }),
          output: message.text,
        },
      ];
  }
}

function requestBody(
  scenario: Scenario,
  messages: readonly Json[],
  settings: RequestSettings,
  since: Continuation | null,
): JsonObject {
  const openrouter = settings.extensions.has('openrouter');
  return {
    model: scenario.defect === 'unknown-model' ? UNKNOWN_MODEL : settings.model,
    instructions: scenario.system,
    ...inputOf(scenario, messages, since),
    ...offered(scenario),
    [settings.tokenLimitField ?? 'max_output_tokens']: scenario.maxTokens,
    ...(scenario.temperature === undefined ? {} : { temperature: scenario.temperature }),
    ...(scenario.answerSchema === undefined
      ? {}
      : {
          text: {
            format: { type: 'json_schema', name: 'answer', strict: true, schema: scenario.answerSchema },
          },
        }),
    ...(scenario.reasoning === true ? { reasoning: { effort: 'low' } } : {}),
    ...(settings.delivery === 'streaming' ? { stream: true } : {}),
    ...(openrouter && settings.upstream !== null ? { provider: { only: [settings.upstream] } } : {}),
    ...settings.extraBody,
  };
}

/**
 * Returns the whole history, or only the new items if the server stores it. With a thinking model, the history includes
 * its encrypted thoughts.
 */
function inputOf(
  { defect, storedHistory, reasoning, dropsSignatures }: Scenario,
  messages: readonly Json[],
  since: Continuation | null,
): JsonObject {
  if (defect === 'malformed') return { input: NO_HISTORY_ITEMS };
  const id = since?.answer.turn.id ?? null;
  if (storedHistory === true) {
    return since === null || id === null
      ? { input: messages, store: true }
      : { input: since.added, previous_response_id: id, store: true };
  }
  const forgets = dropsSignatures === true && messages.some(isThought);
  const input = forgets ? messages.flatMap(withoutThoughts) : messages;
  return reasoning === true ? { input, include: [ENCRYPTED], store: false } : { input };
}

/** An object, because a string would be a valid prompt. */
const NO_HISTORY_ITEMS = { items: NO_HISTORY };

/** Removes thoughts, and the ids of the other items: a server refuses the id of an item if its thought is missing. */
function withoutThoughts(message: Json): Json[] {
  if (isThought(message)) return [];
  if (!isObject(message)) return [message];
  const { id: _, ...rest } = message;
  return [rest];
}

function isThought(message: Json): boolean {
  return isObject(message) && message['type'] === 'reasoning';
}

/** The server tools. */
export const HOSTED = {
  'web-search': 'web_search',
  'tool-search': 'tool_search',
  'code-execution': 'code_interpreter',
  code: 'programmatic_tool_calling',
} as const;

/** The additional fields that a server tool requires. */
const HOSTED_FIELDS = { 'code-execution': { container: { type: 'auto' } } } as const;

/** Server tools come before the others. */
function offered(scenario: Scenario): JsonObject {
  const offer = offerOf(scenario, offeredTool, customTool, choiceField);
  const { hosted } = scenario;
  if (hosted === undefined) return offer;
  const own = { type: HOSTED[hosted], ...(hosted === 'code-execution' ? HOSTED_FIELDS[hosted] : {}) };
  return { ...offer, tools: [own, ...listOf(offer['tools'])] };
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
    type: 'function',
    name,
    description,
    parameters,
    strict,
    ...(deferred === true ? { defer_loading: true } : {}),
    ...(calledByCode === true ? { allowed_callers: ['programmatic'] } : {}),
  };
}

function customTool({ name, description, pattern }: CustomTool): JsonObject {
  const format =
    pattern === null ? { type: 'text' } : { type: 'grammar', syntax: 'regex', definition: pattern };
  return { type: 'custom', name, description, format };
}

function choiceField(choice: ToolChoice): Json {
  switch (choice.kind) {
    case 'named':
      return { type: 'function', name: choice.name };
    case 'allowed':
      return {
        type: 'allowed_tools',
        mode: choice.required ? 'required' : 'auto',
        tools: choice.names.map((name) => ({ type: 'function', name })),
      };
    default:
      return choice.kind;
  }
}
