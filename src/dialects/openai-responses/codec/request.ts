/** Reads a request of the Responses API: what it asks for, and what the answer must therefore contain. */
import type { HttpRequest } from '../../../evidence/exchange.ts';
import { pairById } from '../../../reading/pairing.ts';
import { isPresent, listOf, textOrNull } from '../../../reading/presence.ts';
import type {
  HistoryMessage,
  OfferedCustomTool,
  OfferedTool,
  RequestReading,
  ToolChoice,
} from '../../../reading/reading.ts';
import { firstNumber, readBody, textOf } from '../../../reading/request-body.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { grammarIn } from '../../openai/grammar.ts';

export interface ResponsesRequest extends RequestReading {
  /** The body; empty if it is not an object. */
  readonly body: JsonObject;
  /** True if the server may answer before the response is finished. */
  readonly background: boolean;
}

export function readRequest(request: HttpRequest): ResponsesRequest {
  const { json, body } = readBody(request);
  const input = typeof body['input'] === 'string' ? [promptOf(body['input'])] : listOf(body['input']);
  const history = typeof body['input'] === 'string' ? input.map(wholeInput) : input.map(readItem);
  const tools = listOf(body['tools']);
  const continues = textOrNull(body['previous_response_id']) ?? conversationId(body['conversation']);
  return {
    json,
    body,
    background: body['background'] === true,
    model: textOrNull(body['model']),
    streaming: body['stream'] === true,
    choices: 1,
    tools: tools.flatMap(offeredTool),
    customTools: tools.flatMap(customTool),
    answerSchema: answerSchemaIn(body['text']),
    serverTools: tools.some(isServerTool),
    unlistedTools:
      tools.some(isUnlisted) ||
      input.some((item) => DEFERRED.has(typeIn(item))) ||
      TEMPLATES.some((name) => isObject(body[name])),
    looseArguments: false,
    toolChoice: readToolChoice(body['tool_choice']),
    parallelCalls: typeof body['parallel_tool_calls'] === 'boolean' ? body['parallel_tool_calls'] : null,
    maxTokens: firstNumber(body['max_output_tokens']),
    stopStrings: false,
    usagePromised: true,
    costPromised: true,
    onlyUpstreams: null,
    audio: false,
    history,
    historyPath: 'input',
    returnsResults: history.at(-1)?.answers !== undefined,
    continues,
    ...pairingOf(history, input, continues),
    instructions: body['instructions'],
    promptShape: [body['instructions'], body['tools'], body['tool_choice'], body['text']],
  };
}

/** Calls and results behind a reference, or stored on the server, cannot be paired. */
function pairingOf(
  history: readonly HistoryMessage[],
  input: readonly Json[],
  continues: string | null,
): Pick<RequestReading, 'orphans' | 'unanswered'> {
  if (input.some((item) => typeIn(item) === 'item_reference')) return { orphans: [], unanswered: [] };
  const { orphans, unanswered } = pairById(history);
  return { orphans: continues === null && !isSummedUp(history) ? orphans : [], unanswered };
}

/** Returns true if the history has a compaction. It replaces earlier items, including calls and thoughts. */
export function isSummedUp(history: readonly HistoryMessage[]): boolean {
  return history.some(({ json }) => typeIn(json) === 'compaction');
}

/** Items with tools that are added later, or found by a search. */
const DEFERRED: ReadonlySet<string> = new Set(['additional_tools', 'tool_search_output']);

/** Members that name a template on the server with its own tools: OpenAI's prompt, Azure's agent. */
const TEMPLATES = ['prompt', 'agent', 'agent_reference'] as const;

function isUnlisted(tool: Json): boolean {
  const type = typeIn(tool);
  return type === 'tool_search' || type === 'namespace' || (isObject(tool) && tool['defer_loading'] === true);
}

function isServerTool(tool: Json): boolean {
  const type = typeIn(tool);
  return type !== '' && type !== 'function' && type !== 'custom' && type !== 'namespace';
}

function offeredTool(tool: Json): OfferedTool[] {
  if (!isObject(tool) || tool['type'] !== 'function' || typeof tool['name'] !== 'string') return [];
  return [{ name: tool['name'], parameters: tool['parameters'], strict: tool['strict'] === true }];
}

/** The answer must follow the schema only with `strict`. */
function answerSchemaIn(text: Json): Json {
  const format = isObject(text) ? text['format'] : undefined;
  return isObject(format) && format['type'] === 'json_schema' && format['strict'] === true
    ? (format['schema'] ?? undefined)
    : undefined;
}

function customTool(tool: Json): OfferedCustomTool[] {
  if (!isObject(tool) || tool['type'] !== 'custom' || typeof tool['name'] !== 'string') return [];
  return [{ name: tool['name'], grammar: grammarIn(tool['format']) }];
}

export function readToolChoice(choice: Json): ToolChoice | null {
  if (choice === 'auto' || choice === 'none' || choice === 'required') return { kind: choice };
  if (!isObject(choice)) return null;
  if (choice['type'] === 'function' && typeof choice['name'] === 'string') {
    return { kind: 'named', name: choice['name'] };
  }
  if (choice['type'] !== 'allowed_tools') return null;
  const names = listOf(choice['tools']).flatMap((tool: Json) =>
    isObject(tool) && typeof tool['name'] === 'string' ? [tool['name']] : [],
  );
  return { kind: 'allowed', names, required: choice['mode'] === 'required' };
}

/** Returns the id of a conversation, which is given as the id or as an object with the id. */
export function conversationId(conversation: Json): string | null {
  return isObject(conversation) ? textOrNull(conversation['id']) : textOrNull(conversation);
}

function promptOf(text: string): Json {
  return { role: 'user', content: text };
}

/** A string as `input` is a single user message. */
function wholeInput(item: Json): HistoryMessage {
  return { ...readItem(item, 0), path: 'input', answersPath: 'input' };
}

/** The items of the client's calls, and of their results. */
const CALLS: ReadonlySet<string> = new Set(['function_call', 'custom_tool_call']);
const OUTPUTS: ReadonlySet<string> = new Set(['function_call_output', 'custom_tool_call_output']);

function readItem(item: Json, position: number): HistoryMessage {
  const path = `input[${position}]`;
  const json: JsonObject = isObject(item) ? item : {};
  const type = typeIn(item);
  const idPath = `${path}.call_id`;
  const isOutput = OUTPUTS.has(type);
  return {
    role: type === 'message' ? json['role'] : isOutput ? 'tool' : 'assistant',
    text: textOf(isOutput ? json['output'] : json['content']),
    calls: CALLS.has(type)
      ? [
          {
            id: json['call_id'],
            name: json['name'],
            arguments: json['arguments'] ?? json['input'],
            path,
            idPath,
          },
        ]
      : [],
    answers: isOutput ? textOrNull(json['call_id']) : undefined,
    json: item,
    path,
    answersPath: idPath,
  };
}

/** An item without a type but with a role is a message. */
export function typeIn(item: Json): string {
  if (!isObject(item)) return '';
  if (typeof item['type'] === 'string') return item['type'];
  return isPresent(item['role']) ? 'message' : '';
}
