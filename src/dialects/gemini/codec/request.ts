/** Reads a generateContent request: what it asks for, and what the answer must therefore contain. */
import type { HttpRequest } from '../../../evidence/exchange.ts';
import { keptSchemaOf } from '../../../reading/kept-schema.ts';
import { isFilledText, isPresent } from '../../../reading/presence.ts';
import type { OfferedTool, RequestReading, ToolChoice } from '../../../reading/reading.ts';
import { firstNumber, readBody } from '../../../reading/request-body.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { type Addressed, readAddress } from './address.ts';
import { keepsKeyword } from './answer-schema.ts';
import { type Group, pairContents, readContents } from './contents.ts';
import { elementsOf, field, message, modeName } from './proto-json.ts';
import { jsonSchemaOf } from './schema.ts';

export interface GeminiRequest extends RequestReading {
  readonly address: Addressed;
  readonly groups: readonly Group[];
  /** True if the contents include files or their bytes. */
  readonly media: boolean;
  /** True if the request asks for thoughts. */
  readonly thoughts: boolean;
  /** True if arguments may arrive in pieces. */
  readonly partial: boolean;
  /** True if the request returns the parts of a paused answer and asks for the rest. */
  readonly resumes: boolean;
}

export function readRequest(request: HttpRequest): GeminiRequest {
  const { json, body } = readBody(request);
  const address = readAddress(request.url);
  const config = message(body, 'generationConfig');
  const calling = message(message(body, 'toolConfig'), 'functionCallingConfig');
  const { history, groups, media } = readContents(body['contents']);
  const tools = elementsOf(body['tools']).filter(isObject);
  const last = groups.at(-1);
  // Cached content may include tools, which only the request that created it lists.
  const isCached = field(body, 'cachedContent') !== undefined;
  const resumes = isFilledText(field(body, 'continuationToken'));
  return {
    json,
    model: address.model,
    streaming: address.streaming,
    choices: firstNumber(field(config, 'candidateCount')) ?? 1,
    tools: toolsOf(tools, isPromised(modeName(calling['mode']))),
    serverTools: isCached || tools.some(isServerSide),
    // Computer use and MCP servers add functions that the request does not list.
    unlistedTools:
      isCached ||
      tools.some((tool) => ['computerUse', 'mcpServers'].some((name) => field(tool, name) !== undefined)),
    looseArguments: false,
    toolChoice: choiceOf(calling),
    parallelCalls: null,
    maxTokens: firstNumber(field(config, 'maxOutputTokens')),
    stopStrings: elementsOf(field(config, 'stopSequences')).length > 0,
    usagePromised: true,
    costPromised: false,
    onlyUpstreams: null,
    audio: elementsOf(field(config, 'responseModalities')).includes('AUDIO'),
    history,
    historyPath: 'contents',
    returnsResults: last?.side === 'user' && last.results.length > 0,
    continues: null,
    // The calls of a paused answer do not have results yet.
    ...(resumes ? { orphans: [], unanswered: [] } : pairContents(groups)),
    answerSchema: answerSchemaIn(config),
    instructions: field(body, 'systemInstruction'),
    promptShape: [
      body['tools'],
      field(body, 'toolConfig'),
      field(body, 'systemInstruction'),
      field(config, 'responseSchema'),
      field(config, 'responseJsonSchema'),
      field(body, 'cachedContent'),
    ],
    address,
    groups,
    media,
    thoughts: field(message(config, 'thinkingConfig'), 'includeThoughts') === true,
    partial: field(calling, 'streamFunctionCallArguments') === true,
    resumes,
  };
}

const DECLARATIONS: ReadonlySet<string> = new Set(['functionDeclarations', 'function_declarations']);

/** Returns true if the tool includes anything other than functions. Null members do not count. */
function isServerSide(tool: JsonObject): boolean {
  return Object.keys(tool).some((name) => !DECLARATIONS.has(name) && isPresent(tool[name]));
}

/** Returns true for modes in which calls follow their schemas. */
function isPromised(mode: string | null): boolean {
  return mode === 'ANY' || mode === 'VALIDATED';
}

function toolsOf(tools: readonly JsonObject[], strict: boolean): OfferedTool[] {
  return tools.flatMap((tool) =>
    elementsOf(field(tool, 'functionDeclarations')).flatMap((declared: Json): OfferedTool[] => {
      if (!isObject(declared) || typeof declared['name'] !== 'string') return [];
      const own = field(declared, 'parametersJsonSchema');
      const subset = field(declared, 'parameters');
      const parameters = own ?? (subset === undefined ? undefined : jsonSchemaOf(subset));
      return [{ name: declared['name'], parameters, strict }];
    }),
  );
}

/** Only for JSON: an answer that must be one of a list of values is text. */
function answerSchemaIn(config: JsonObject): Json {
  if (field(config, 'responseMimeType') !== 'application/json') return undefined;
  const own = field(config, 'responseJsonSchema');
  const subset = field(config, 'responseSchema');
  if (own !== undefined && own !== null) return keptSchemaOf(own, keepsKeyword);
  return isObject(subset) ? jsonSchemaOf(subset) : undefined;
}

export function choiceOf(calling: JsonObject): ToolChoice | null {
  const mode = modeName(calling['mode']);
  const names = elementsOf(field(calling, 'allowedFunctionNames')).filter(
    (name): name is string => typeof name === 'string',
  );
  if (names.length > 0 && isPromised(mode)) return { kind: 'allowed', names, required: mode === 'ANY' };
  switch (mode) {
    case 'ANY':
      return { kind: 'required' };
    case 'NONE':
      return { kind: 'none' };
    case 'AUTO':
    case 'VALIDATED':
      return { kind: 'auto' };
    default:
      return null;
  }
}
