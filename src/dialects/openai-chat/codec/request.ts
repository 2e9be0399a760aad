/** Reads a Chat Completions request: what it asks for, and what the answer must therefore contain. */
import type { HttpRequest } from '../../../evidence/exchange.ts';
import { pairById } from '../../../reading/pairing.ts';
import { isPresent, listOf, textOrNull } from '../../../reading/presence.ts';
import type {
  HistoryCall,
  HistoryMessage,
  OfferedCustomTool,
  OfferedTool,
  RequestReading,
  ToolChoice,
} from '../../../reading/reading.ts';
import { firstNumber, onlyUpstreamsIn, readBody, textOf } from '../../../reading/request-body.ts';
import { isObject, type Json, type JsonObject, numberOf } from '../../../text/json.ts';
import { grammarIn } from '../../openai/grammar.ts';
import { calledMember } from './assemble.ts';

export function readRequest(request: HttpRequest): RequestReading {
  const { json, body } = readBody(request);
  const history = listOf(body['messages']).map(readMessage);
  const usage = isObject(body['usage']) && body['usage']['include'] === true;
  const streamOptions = isObject(body['stream_options']) ? body['stream_options'] : {};
  return {
    json,
    model: textOrNull(body['model']),
    streaming: body['stream'] === true,
    choices: Number.isInteger(body['n']) ? numberOf(body['n']) : 1,
    tools: readTools(body),
    customTools: readCustomTools(body),
    answerSchema: readAnswerSchema(body['response_format']),
    serverTools: usesServerTools(body),
    unlistedTools: false,
    looseArguments: false,
    toolChoice: readToolChoice(body['tool_choice']),
    parallelCalls: typeof body['parallel_tool_calls'] === 'boolean' ? body['parallel_tool_calls'] : null,
    maxTokens: firstNumber(body['max_completion_tokens'], body['max_tokens']),
    stopStrings: hasStop(body['stop']),
    usagePromised: usage || streamOptions['include_usage'] === true,
    costPromised: usage,
    onlyUpstreams: onlyUpstreamsIn(body['provider']),
    audio:
      isPresent(body['audio']) || (Array.isArray(body['modalities']) && body['modalities'].includes('audio')),
    history,
    historyPath: 'messages',
    returnsResults: history.at(-1)?.answers !== undefined,
    continues: null,
    ...pairById(history),
    instructions: undefined,
    promptShape: [body['tools'], body['tool_choice'], body['response_format']],
  };
}

function readTools(body: JsonObject): OfferedTool[] {
  return listOf(body['tools']).flatMap((tool: Json) => {
    const offered = isObject(tool) && isObject(tool['function']) ? tool['function'] : null;
    if (offered === null || typeof offered['name'] !== 'string') return [];
    const type = isObject(tool) && tool['type'] !== 'function' ? textOrNull(tool['type']) : null;
    return [
      {
        name: offered['name'],
        parameters: offered['parameters'],
        strict: offered['strict'] === true,
        ...(type === null ? {} : { type }),
      },
    ];
  });
}

/** The answer must follow the schema only with `strict`. */
function readAnswerSchema(format: Json): Json {
  const schema = isObject(format) ? format['json_schema'] : undefined;
  return isObject(schema) && schema['strict'] === true ? (schema['schema'] ?? undefined) : undefined;
}

function readCustomTools(body: JsonObject): OfferedCustomTool[] {
  return listOf(body['tools']).flatMap((tool: Json) => {
    const offered = isObject(tool) && isObject(tool['custom']) ? tool['custom'] : null;
    if (offered === null || typeof offered['name'] !== 'string') return [];
    const format: JsonObject = isObject(offered['format']) ? offered['format'] : {};
    return [{ name: offered['name'], grammar: grammarIn(format['grammar']) }];
  });
}

/**
 * Returns true if the provider may run tools: tool types other than `function` or `custom`, OpenAI's
 * `web_search_options`, and OpenRouter's plugins, one of which reads files without being asked.
 */
function usesServerTools(body: JsonObject): boolean {
  const foreign = listOf(body['tools']).some(
    (tool: Json) =>
      isObject(tool) &&
      typeof tool['type'] === 'string' &&
      tool['type'] !== 'function' &&
      tool['type'] !== 'custom',
  );
  const plugins = listOf(body['plugins']).length > 0;
  const online = typeof body['model'] === 'string' && body['model'].endsWith(':online');
  return foreign || plugins || online || isPresent(body['web_search_options']) || holdsFile(body);
}

function holdsFile(body: JsonObject): boolean {
  return listOf(body['messages']).some(
    (message: Json) =>
      isObject(message) &&
      listOf(message['content']).some((part: Json) => isObject(part) && part['type'] === 'file'),
  );
}

export function readToolChoice(choice: Json): ToolChoice | null {
  if (choice === 'auto' || choice === 'none' || choice === 'required') return { kind: choice };
  if (!isObject(choice)) return null;
  const { allowed_tools: allowed } = choice;
  if (isObject(allowed)) {
    const names = listOf(allowed['tools']).flatMap((tool) => nameIn(tool) ?? []);
    return { kind: 'allowed', names, required: allowed['mode'] === 'required' };
  }
  const name = nameIn(choice);
  return name === null ? null : { kind: 'named', name };
}

/** Returns the name of a function or a custom tool. */
function nameIn(tool: Json): string | null {
  const named = isObject(tool) ? (tool['function'] ?? tool['custom']) : undefined;
  return isObject(named) ? textOrNull(named['name']) : null;
}

function hasStop(stop: Json): boolean {
  return (typeof stop === 'string' && stop !== '') || (Array.isArray(stop) && stop.length > 0);
}

function readMessage(message: Json, position: number): HistoryMessage {
  const path = `messages[${position}]`;
  const json: JsonObject = isObject(message) ? message : {};
  return {
    role: json['role'],
    text: textOf(json['content']),
    calls: listOf(json['tool_calls']).map(
      (call: Json, index): HistoryCall => readHistoryCall(call, `${path}.tool_calls[${index}]`),
    ),
    answers: json['role'] === 'tool' ? textOrNull(json['tool_call_id']) : undefined,
    json: message,
    path,
    answersPath: `${path}.tool_call_id`,
  };
}

function readHistoryCall(call: Json, path: string): HistoryCall {
  const json: JsonObject = isObject(call) ? call : {};
  const member = calledMember(json);
  const called: JsonObject = isObject(json[member]) ? json[member] : {};
  const given = called[member === 'custom' ? 'input' : 'arguments'];
  return { id: json['id'], name: called['name'], arguments: given, path, idPath: `${path}.id` };
}
