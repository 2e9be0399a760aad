/** Reads a Messages request: what it asks for, and what the answer must therefore contain. */

import { type HttpRequest, headerValues } from '../../../evidence/exchange.ts';
import { historyOfBlocks } from '../../../reading/blocks.ts';
import { isFilledText, isPresent, listOf, textOrNull } from '../../../reading/presence.ts';
import type {
  HistoryCall,
  HistoryMessage,
  Misplaced,
  OfferedTool,
  RequestReading,
  ToolChoice,
} from '../../../reading/reading.ts';
import { firstNumber, onlyUpstreamsIn, readBody, textOf } from '../../../reading/request-body.ts';
import { append } from '../../../text/append.ts';
import { isObject, type Json, type JsonObject, wordOf } from '../../../text/json.ts';
import { type MessagesVariant, servedAt } from './variant.ts';

/** One block of a message, with its place in the body. */
export interface SentBlock {
  readonly json: JsonObject;
  /** For example `messages[2].content[0]`. */
  readonly path: string;
}

/** Adjacent messages of one role; the API merges them. */
export interface SentTurn {
  readonly role: Json;
  readonly messages: readonly (readonly SentBlock[])[];
  readonly blocks: readonly SentBlock[];
}

export interface MessagesRequest extends RequestReading {
  readonly variant: MessagesVariant;
  /** The system prompt and the tools, which precede the messages, without cache marks. */
  readonly prefix: readonly Json[];
  /** The turns of the conversation, without `system` messages in between. */
  readonly turns: readonly SentTurn[];
  /** True if the request asks for thoughts. Some models also think without being asked. */
  readonly thinking: boolean;
  readonly stopSequences: readonly Json[];
  /**
   * The reason why counters within one answer, or of two answers, may not be comparable; null if they are. Does not
   * consider server tools.
   */
  readonly countsDiffer: string | null;
}

export function readRequest(request: HttpRequest): MessagesRequest {
  const { json, body } = readBody(request);
  const served = servedAt(pathOf(request.url));
  const messages = listOf(body['messages']);
  const turns = turnsOf(messages);
  const history = messages.flatMap(readMessage);
  const tools = listOf(body['tools']).filter(isObject);
  const serverTools = tools.some((tool) => !isClientTool(tool)) || listOf(body['mcp_servers']).length > 0;
  const choice = isObject(body['tool_choice']) ? body['tool_choice'] : {};
  const thread = isObject(body['thread']) ? body['thread'] : {};
  const continues = thread['type'] === 'continue' ? textOrNull(thread['previous_message_id']) : null;
  const noParallel = choice['disable_parallel_tool_use'];
  return {
    json,
    variant: served.variant,
    model: textOrNull(body['model']) ?? served.model,
    streaming: body['stream'] === true || (body['stream'] === undefined && served.streaming),
    choices: 1,
    tools: tools.flatMap(readTool),
    serverTools,
    // A thread keeps the tools that it was created with, so the request does not list them.
    unlistedTools:
      continues !== null ||
      listOf(body['mcp_servers']).length > 0 ||
      tools.some(({ type }) => /toolset/u.test(wordOf(type))),
    looseArguments: streamsFinely(request, body, tools),
    toolChoice: readToolChoice(choice),
    parallelCalls: typeof noParallel === 'boolean' ? !noParallel : null,
    maxTokens: firstNumber(body['max_tokens']),
    stopStrings: listOf(body['stop_sequences']).length > 0,
    stopSequences: listOf(body['stop_sequences']),
    usagePromised: true,
    costPromised: false,
    onlyUpstreams: onlyUpstreamsIn(body['provider']),
    audio: false,
    history,
    historyPath: 'messages',
    prefix: [...blocksOf(body['system'], 'system').map(({ json: block }) => block), ...tools].map(unmarked),
    turns,
    returnsResults: turns.at(-1)?.blocks.some(({ json: { type } }) => type === 'tool_result') === true,
    continues,
    orphans: orphansIn(turns, continues),
    unanswered: unansweredIn(turns),
    answerSchema: answerSchemaIn(body),
    instructions: body['system'],
    promptShape: [
      body['system'],
      body['tools'],
      body['tool_choice'],
      body['thinking'],
      body['output_config'],
    ],
    thinking: isObject(body['thinking']) && body['thinking']['type'] !== 'disabled',
    countsDiffer: whyCountsDiffer(body),
  };
}

/** `output_format` is the older name of `output_config.format`. */
function answerSchemaIn(body: JsonObject): Json {
  const config = isObject(body['output_config']) ? body['output_config'] : {};
  const format = config['format'] ?? body['output_format'];
  return isObject(format) && format['type'] === 'json_schema' ? (format['schema'] ?? undefined) : undefined;
}

function whyCountsDiffer(body: JsonObject): string | null {
  if (isPresent(body['context_management'])) return 'the request lets the provider change its context';
  return isPresent(body['fallbacks']) ? 'the request lets another model take over' : null;
}

function pathOf(url: string): string {
  return (url.split(/[?#]/u, 1)[0] ?? '').replace(/\/+$/u, '');
}

/** Tools that the client runs: its own, and the families that Anthropic defines but leaves to the client. */
function isClientTool({ type }: JsonObject): boolean {
  if (!isPresent(type) || type === 'custom') return true;
  return /^(?:bash|text_editor|computer|memory)_/u.test(wordOf(type));
}

function readTool(tool: JsonObject): OfferedTool[] {
  const { name, input_schema: parameters, strict } = tool;
  if (typeof name !== 'string' || !isClientTool(tool)) return [];
  return [{ name, parameters, strict: strict === true }];
}

function readToolChoice({ type, name }: JsonObject): ToolChoice | null {
  switch (type) {
    case 'auto':
    case 'none':
      return { kind: type };
    case 'any':
      return { kind: 'required' };
    case 'tool':
      return typeof name === 'string' ? { kind: 'named', name } : null;
    default:
      return null;
  }
}

/** Fine-grained tool streaming: a beta named in the header, or in the body on Bedrock; later a field of each tool. */
function streamsFinely({ headers }: HttpRequest, body: JsonObject, tools: readonly JsonObject[]): boolean {
  const betas = [...(headerValues(headers, 'anthropic-beta') ?? []), ...listOf(body['anthropic_beta'])];
  return (
    betas.some((beta) => wordOf(beta).includes('fine-grained-tool-streaming')) ||
    tools.some((tool) => tool['eager_input_streaming'] === true)
  );
}

/** A string as content is a single text block. */
function blocksOf(content: Json, path: string): SentBlock[] {
  if (typeof content === 'string')
    return [{ json: { type: 'text', text: content }, path: `${path}.content` }];
  return listOf(content).map((block, at) => ({
    json: isObject(block) ? block : {},
    path: `${path}.content[${at}]`,
  }));
}

function turnsOf(messages: readonly Json[]): SentTurn[] {
  const turns: { role: Json; messages: SentBlock[][]; blocks: SentBlock[] }[] = [];
  for (const [at, message] of messages.entries()) {
    const { role, content } = isObject(message) ? message : {};
    if (role === 'system') continue;
    const blocks = blocksOf(content, `messages[${at}]`);
    const last = turns.at(-1);
    if (last !== undefined && last.role === role) {
      last.messages.push(blocks);
      append(last.blocks, blocks);
    } else {
      turns.push({ role, messages: [blocks], blocks: [...blocks] });
    }
  }
  return turns;
}

/** Removes cache marks, which move from request to request and do not belong to the entry. */
function readMessage(message: Json, at: number): HistoryMessage[] {
  const { role, content } = isObject(message) ? message : {};
  const blocks = blocksOf(content, `messages[${at}]`).map(({ json, path }) => ({
    json: unmarked(json),
    path,
  }));
  return historyOfBlocks(role, blocks, (block) => pairedEntry(block, role));
}

function pairedEntry({ json, path }: SentBlock, role: Json): HistoryMessage | null {
  const place = { json, path, answersPath: `${path}.tool_use_id` };
  const { type, id, name, input, content, tool_use_id: answers } = json;
  switch (type) {
    case 'tool_use': {
      const call: HistoryCall = { id, name, arguments: input, path, idPath: `${path}.id` };
      return { role, text: '', calls: [call], answers: undefined, ...place };
    }
    case 'tool_result':
      return { role: 'tool', text: textOf(content), calls: [], answers: textOrNull(answers), ...place };
    default:
      return null;
  }
}

function unmarked({ cache_control: _, ...json }: JsonObject): JsonObject {
  return json;
}

export function blocksOfType({ blocks }: SentTurn, type: string): SentBlock[] {
  return blocks.filter(({ json }) => json['type'] === type);
}

/**
 * Finds results that answer no call of the previous turn. A result without an id belongs to a call without an id.
 *
 * @param continues the stored answer before the first turn, which the request does not repeat; null if the request
 * continues none
 */
function orphansIn(turns: readonly SentTurn[], continues: string | null): Misplaced[] {
  return turns.flatMap((turn, at) => {
    if (at === 0 && continues !== null) return [];
    const before = turns[at - 1];
    const calls = before?.role === 'assistant' ? blocksOfType(before, 'tool_use') : [];
    const issued = new Set(calls.map(({ json: { id } }) => id));
    const hasNameless = [...issued].some((id) => !isFilledText(id));
    return blocksOfType(turn, 'tool_result')
      .map(({ json: { tool_use_id: value }, path }) => ({ path: `request.${path}.tool_use_id`, value }))
      .filter(({ value }) => (isFilledText(value) ? !issued.has(value) : !hasNameless));
  });
}

/** Finds calls that the next turn does not answer. Calls in a final assistant turn are still pending. */
function unansweredIn(turns: readonly SentTurn[]): Misplaced[] {
  return turns.flatMap((turn, at) => {
    const next = turns[at + 1];
    if (turn.role !== 'assistant' || next === undefined) return [];
    const answered = new Set(blocksOfType(next, 'tool_result').map(({ json }) => json['tool_use_id']));
    return blocksOfType(turn, 'tool_use')
      .filter(({ json: { id } }) => isFilledText(id) && !answered.has(id))
      .map(({ json: { id }, path }) => ({ path: `request.${path}.id`, value: id }));
  });
}
