/** Reads a Converse request: what it asks for, and what the answer must therefore contain. */

import type { HttpRequest } from '../../../evidence/exchange.ts';
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
import { firstNumber, readBody, textOf } from '../../../reading/request-body.ts';
import { append } from '../../../text/append.ts';
import { isObject, type Json, type JsonObject, wordOf } from '../../../text/json.ts';
import { jsonText } from '../../../text/json-text.ts';
import { parseJson } from '../../../text/wire-text.ts';
import { addressIn, pathOf } from './address.ts';
import { memberOf, objectIn } from './union.ts';

/** One block of a message, with its place in the body. */
export interface SentBlock {
  readonly json: JsonObject;
  /** The member of the union that the block has. */
  readonly type: string;
  /** For example `messages[2].content[0]`. */
  readonly path: string;
  /** The index of its message, from 0. */
  readonly message: number;
  /** True for a call that the provider ran itself, and for its result. */
  readonly served: boolean;
}

/** Adjacent messages of one role. */
export interface SentTurn {
  readonly role: Json;
  readonly blocks: readonly SentBlock[];
}

export interface ConverseRequest extends RequestReading {
  /** The system prompt and the tools, which precede the messages, without cache marks. */
  readonly prefix: readonly Json[];
  readonly turns: readonly SentTurn[];
}

export function readRequest(request: HttpRequest): ConverseRequest {
  const { json, body } = readBody(request);
  const address = addressIn(pathOf(request.url));
  const inference = objectIn(body, 'inferenceConfig');
  const config = objectIn(body, 'toolConfig');
  const messages = listOf(body['messages']);
  const turns = turnsOf(messages);
  const tools = listOf(config['tools']).filter(isObject);
  return {
    json,
    model: address?.model ?? null,
    streaming: address?.streaming === true,
    choices: 1,
    tools: tools.flatMap(readTool),
    serverTools: tools.some((tool) => isPresent(tool['systemTool'])),
    unlistedTools: isPresent(body['promptVariables']),
    looseArguments: false,
    toolChoice: readToolChoice(objectIn(config, 'toolChoice')),
    parallelCalls: null,
    maxTokens: firstNumber(inference['maxTokens']),
    stopStrings: listOf(inference['stopSequences']).length > 0,
    usagePromised: true,
    costPromised: false,
    onlyUpstreams: null,
    audio: false,
    history: turns.flatMap(({ role, blocks }) => entriesOf(role, blocks)),
    historyPath: 'messages',
    prefix: [...listOf(body['system']), ...tools].filter(
      (part) => !isObject(part) || !isPresent(part['cachePoint']),
    ),
    turns,
    returnsResults: turns.at(-1)?.blocks.some(({ type }) => type === 'toolResult') === true,
    continues: null,
    orphans: orphansIn(turns),
    unanswered: unansweredIn(turns),
    answerSchema: answerSchemaIn(body),
    instructions: body['system'],
    promptShape: [body['system'], config, body['additionalModelRequestFields'], body['outputConfig']],
  };
}

/** The schema is sent as text. */
function answerSchemaIn(body: JsonObject): Json {
  const structure = objectIn(objectIn(objectIn(body, 'outputConfig'), 'textFormat'), 'structure');
  const schema = parseJson(wordOf(objectIn(structure, 'jsonSchema')['schema']));
  return isObject(schema) ? schema : undefined;
}

function readTool(tool: JsonObject): OfferedTool[] {
  const { name, inputSchema, strict } = objectIn(tool, 'toolSpec');
  if (typeof name !== 'string') return [];
  return [
    { name, parameters: isObject(inputSchema) ? inputSchema['json'] : undefined, strict: strict === true },
  ];
}

function readToolChoice(choice: JsonObject): ToolChoice | null {
  switch (memberOf(choice)) {
    case 'auto':
      return { kind: 'auto' };
    case 'any':
      return { kind: 'required' };
    case 'tool': {
      const { name } = objectIn(choice, 'tool');
      return typeof name === 'string' ? { kind: 'named', name } : null;
    }
    default:
      return null;
  }
}

function turnsOf(messages: readonly Json[]): SentTurn[] {
  const turns: { role: Json; blocks: SentBlock[] }[] = [];
  for (const [at, message] of messages.entries()) {
    const { role, content } = isObject(message) ? message : {};
    const ran = ranBy(listOf(content).map((block) => objectIn(block, 'toolResult')));
    const blocks = listOf(content).map((block, place): SentBlock => {
      const json = isObject(block) ? block : {};
      const type = memberOf(json);
      const served = isPaired({ type }) && isServed(objectIn(json, type), ran);
      return { json, type, path: `messages[${at}].content[${place}]`, message: at, served };
    });
    const last = turns.at(-1);
    if (last !== undefined && last.role === role) append(last.blocks, blocks);
    else turns.push({ role, blocks: [...blocks] });
  }
  return turns;
}

/** Cache marks do not belong to the entries. */
function entriesOf(role: Json, sent: readonly SentBlock[]): HistoryMessage[] {
  const blocks = sent.filter(({ type }) => type !== 'cachePoint');
  return historyOfBlocks(role, blocks, (block) => (isPaired(block) ? pairedEntry(block, role) : null));
}

export function isPaired({ type }: Pick<SentBlock, 'type'>): boolean {
  return type === 'toolUse' || type === 'toolResult';
}

function pairedEntry({ json, type, path, served }: SentBlock, role: Json): HistoryMessage {
  const held = objectIn(json, type);
  const isResult = type === 'toolResult';
  const call: HistoryCall = {
    id: held['toolUseId'],
    name: held['name'],
    arguments: held['input'],
    path: `${path}.toolUse`,
    idPath: `${path}.toolUse.toolUseId`,
  };
  return {
    role: isResult ? 'tool' : role,
    text: isResult ? resultText(held['content']) : '',
    calls: isResult || served ? [] : [call],
    answers: isResult && !served ? textOrNull(held['toolUseId']) : undefined,
    json,
    path,
    answersPath: `${path}.${type}.toolUseId`,
  };
}

/**
 * Returns true for a call that the provider runs itself, and for its result: `server_tool_use`, `nova_grounding_result`
 * and similar types. A call without such a type is recognised by its result.
 *
 * @param ran as {@link ranBy} returns them
 */
export function isServed({ type, toolUseId }: JsonObject, ran: ReadonlySet<string>): boolean {
  return (isFilledText(toolUseId) && ran.has(toolUseId)) || isOwnType(type);
}

/**
 * Returns the ids of the calls that the provider answered itself.
 * @param results of the same message
 */
export function ranBy(results: readonly JsonObject[]): ReadonlySet<string> {
  const own = results.filter(({ type }) => isOwnType(type));
  return new Set(own.map(({ toolUseId }) => toolUseId).filter(isFilledText));
}

function isOwnType(type: Json): boolean {
  return typeof type === 'string' && type !== 'tool_use' && type !== 'tool_result';
}

/** Returns the text of a result, with JSON parts as JSON text. A result may hold texts, JSON, images and documents. */
export function resultText(content: Json): string {
  return listOf(content)
    .map((part) => (isObject(part) && part['json'] !== undefined ? jsonText(part['json']) : textOf([part])))
    .join('');
}

/** Returns the client's calls in a turn, or their results. */
export function pairedIn({ blocks }: SentTurn, type: 'toolUse' | 'toolResult'): SentBlock[] {
  return blocks.filter((block) => block.type === type && !block.served);
}

export function idIn({ json, type }: SentBlock): Json {
  return objectIn(json, type)['toolUseId'];
}

/** Finds results that answer no call of the previous turn. A result without an id belongs to a call without an id. */
function orphansIn(turns: readonly SentTurn[]): Misplaced[] {
  return turns.flatMap((turn, at) => {
    const before = turns[at - 1];
    const issued = new Set(before?.role === 'assistant' ? pairedIn(before, 'toolUse').map(idIn) : []);
    const hasNameless = [...issued].some((id) => !isFilledText(id));
    return pairedIn(turn, 'toolResult')
      .map((block) => ({ path: `request.${block.path}.toolResult.toolUseId`, value: idIn(block) }))
      .filter(({ value }) => (isFilledText(value) ? !issued.has(value) : !hasNameless));
  });
}

/** Finds calls that the next turn does not answer. Calls in a final assistant turn are still pending. */
function unansweredIn(turns: readonly SentTurn[]): Misplaced[] {
  return turns.flatMap((turn, at) => {
    const next = turns[at + 1];
    if (turn.role !== 'assistant' || next === undefined) return [];
    const answered = new Set(pairedIn(next, 'toolResult').map(idIn));
    return pairedIn(turn, 'toolUse')
      .map((block) => ({ path: `request.${block.path}.toolUse.toolUseId`, value: idIn(block) }))
      .filter(({ value }) => isFilledText(value) && !answered.has(value));
  });
}
