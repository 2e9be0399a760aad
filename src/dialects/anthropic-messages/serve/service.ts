/** Messages as the reference provider serves them, below `/anthropic/v1`, and OpenRouter's form beside its chat. */

import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  type AskedMessage,
  type AskedRequest,
  type AskedTool,
  type IssuedCall,
  type Offer,
  problemOf,
  type RequestWords,
} from '../../../answers/asked-request.ts';
import { inMessages, MESSAGES_PATHS } from '../../../answers/messages-member.ts';
import { invalidRequest, type Refusal, type RefusalReason } from '../../../answers/refusal.ts';
import { jsonResponse, refusedWith, streamResponse } from '../../../answers/response.ts';
import { bearerKey, routeBelow, SHARED_BASE_PATH } from '../../../answers/routes.ts';
import type { ScriptedResponse } from '../../../answers/script.ts';
import type { Completed, SentRequest, Service } from '../../../answers/service.ts';
import { names, unsupported } from '../../../answers/unsupported.ts';
import { isPresent, listOf, textOrNull } from '../../../reading/presence.ts';
import type { ToolChoice } from '../../../reading/reading.ts';
import { textOf } from '../../../reading/request-body.ts';
import type { Hosted } from '../../../scenarios/script.ts';
import { isObject, type JsonObject, numberOf } from '../../../text/json.ts';
import { jsonText } from '../../../text/json-text.ts';
import { showPath } from '../../../text/path.ts';
import { HOSTED } from '../codec/encode.ts';
import { buffered, messagesRenderer, streamed } from './render.ts';

export const BASE_PATHS = { plain: '/anthropic/v1', openrouter: '/openrouter/v1' } as const;

export const service: Service = {
  basePaths: BASE_PATHS,
  routeOf: ({ path }) =>
    path === `${SHARED_BASE_PATH}/messages`
      ? { extension: null, endpoint: 'answer' }
      : routeBelow(BASE_PATHS, { answer: '/messages', models: '/models' }, path),
  keyOf: (request) => request.headers['x-api-key'] ?? bearerKey(request),
  readRequest,
  ids: {
    answer: (letters) => `msg_${letters(24)}`,
    call: (letters) => `toolu_${letters(24)}`,
    signature: (letters) => Buffer.from(letters(30)).toString('base64'),
  },
  renderer: messagesRenderer,
  render,
  refusal: refusalResponse,
  models,
  stored: {
    continues: ({ thread }) =>
      isObject(thread) && thread['type'] === 'continue' ? textOrNull(thread['previous_message_id']) : null,
    keeps: ({ thread }) => isObject(thread),
    keptFields: ['system', 'tools'],
    path: 'thread.previous_message_id',
  },
  openingOf: ({ system, messages }) => {
    const [first] = listOf(messages);
    const prompt = isObject(first) ? first['content'] : undefined;
    return { system, prompt: typeof prompt === 'string' ? prompt : textOf(prompt) };
  },
  ...inMessages,
};

const WORDS: RequestWords = {
  ...MESSAGES_PATHS,
  orphan: ({ answers, path }) => ({
    message: `${path}: unexpected tool_use_id ${jsonText(answers)} in a tool_result: the message before has no such tool_use.`,
    param: `${path}.tool_use_id`,
  }),
  unanswered: (ids) =>
    `tool_use ids without a tool_result in the next message: ${ids.map((id) => jsonText(id)).join(', ')}.`,
};

function readRequest({ json }: SentRequest, offer: Offer): AskedRequest | Refusal {
  const parsed = requestSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = showPath(issue?.path ?? []);
    return invalidRequest(`${path}: ${issue?.message ?? 'invalid'}`, path);
  }
  const request = toRequest(json, parsed.data);
  return (
    unsupported(json, SUPPORTED) ?? fieldProblem(parsed.data) ?? problemOf(request, offer, WORDS) ?? request
  );
}

/** Sampling needs no more: the model has one thing to say. Gateways add the last line. */
const SUPPORTED = names(`
  model messages max_tokens system tools tool_choice stream thread thinking stop_sequences output_config output_format
  temperature top_p top_k metadata service_tier cache_control container
  provider usage
`);

const ID = z.string().regex(/^[a-zA-Z0-9_-]+$/u, 'a tool_use id should match ^[a-zA-Z0-9_-]+$');
const textBlock = z.looseObject({ type: z.literal('text'), text: z.string().min(1) });
const textOrBlocks = z.union([z.string(), z.array(textBlock)], {
  error: 'expected a string or a list of text blocks',
});

const source = (types: readonly string[]) =>
  z.looseObject({ type: z.literal('base64'), media_type: z.enum(types), data: z.base64().min(1) });
const resultContent = z.union(
  [
    z.string(),
    z.array(
      z.discriminatedUnion('type', [
        textBlock,
        z.looseObject({
          type: z.literal('image'),
          source: source(['image/png', 'image/jpeg', 'image/gif', 'image/webp']),
        }),
        z.looseObject({ type: z.literal('document'), source: source(['application/pdf']) }),
      ]),
    ),
  ],
  { error: 'expected a string or a list of text, image and document blocks' },
);

const userBlock = z.discriminatedUnion('type', [
  textBlock,
  z.looseObject({
    type: z.literal('tool_result'),
    tool_use_id: ID,
    content: resultContent.optional(),
    is_error: z.boolean().optional(),
  }),
]);

const assistantBlock = z.discriminatedUnion('type', [
  textBlock,
  z.looseObject({ type: z.literal('tool_use'), id: ID, name: z.string().min(1), input: z.looseObject({}) }),
  z.looseObject({ type: z.literal('thinking'), thinking: z.string(), signature: z.string() }),
  z.looseObject({ type: z.literal('redacted_thinking'), data: z.string().min(1) }),
  z.looseObject({
    type: z.literal('server_tool_use'),
    id: z.string().regex(/^srvtoolu_[a-zA-Z0-9_]+$/u, 'expected an id that begins with srvtoolu_'),
    name: z.string().min(1),
    input: z.looseObject({}),
  }),
  z.looseObject({
    type: z.literal('web_search_tool_result'),
    tool_use_id: z.string(),
    content: z.array(
      z.looseObject({
        type: z.literal('web_search_result'),
        url: z.string(),
        title: z.string(),
        encrypted_content: z.string().min(1),
      }),
    ),
  }),
  z.looseObject({
    type: z.literal('code_execution_tool_result'),
    tool_use_id: z.string(),
    content: z.looseObject({ type: z.literal('code_execution_result'), stdout: z.string() }),
  }),
  z.looseObject({
    type: z.literal('tool_search_tool_result'),
    tool_use_id: z.string(),
    content: z.looseObject({
      type: z.literal('tool_search_tool_search_result'),
      tool_references: z.array(z.looseObject({ type: z.literal('tool_reference'), tool_name: z.string() })),
    }),
  }),
]);

/** A string as content is one block of text. */
function contentOf<T extends z.ZodType>(block: T) {
  return z.preprocess(
    (content) => (typeof content === 'string' ? [{ type: 'text', text: content }] : content),
    z.array(block).min(1),
  );
}

const messageSchema = z.discriminatedUnion('role', [
  z.looseObject({ role: z.literal('user'), content: contentOf(userBlock) }),
  z.looseObject({ role: z.literal('assistant'), content: contentOf(assistantBlock) }),
]);

const clientTool = z.looseObject({
  type: z.literal('custom').optional(),
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,128}$/u, 'expected 1 to 128 of A-Z a-z 0-9 _ -'),
  description: z.string().optional(),
  input_schema: z.looseObject({ type: z.literal('object') }),
  strict: z.boolean().optional(),
  defer_loading: z.boolean().optional(),
  allowed_callers: z.array(z.string()).min(1).optional(),
});
const hostedTool = z.looseObject({
  type: z.enum(Object.values(HOSTED).map(({ type }) => type)),
  name: z.string(),
});
const toolSchema = z.union([hostedTool, clientTool]);

const parallel = { disable_parallel_tool_use: z.boolean().optional() };
const choiceSchema = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('auto'), ...parallel }),
  z.looseObject({ type: z.literal('any'), ...parallel }),
  z.looseObject({ type: z.literal('tool'), name: z.string(), ...parallel }),
  z.strictObject({ type: z.literal('none') }),
]);

const formatSchema = z.looseObject({ type: z.literal('json_schema'), schema: z.looseObject({}) });

const requestSchema = z.looseObject({
  model: z.string(),
  max_tokens: z.int().min(1),
  messages: z.array(messageSchema).min(1),
  system: textOrBlocks.optional(),
  tools: z.array(toolSchema).optional(),
  tool_choice: choiceSchema.optional(),
  stream: z.boolean().optional(),
  thread: z
    .discriminatedUnion('type', [
      z.looseObject({ type: z.literal('create') }),
      z.looseObject({ type: z.literal('continue'), previous_message_id: z.string() }),
    ])
    .nullish(),
  stop_sequences: z.array(z.string().min(1)).optional(),
  output_config: z.looseObject({ format: formatSchema.nullish() }).optional(),
  output_format: formatSchema.nullish(),
  temperature: z.number().min(0).max(1).optional(),
  thinking: z
    .discriminatedUnion('type', [
      z.looseObject({ type: z.literal('enabled'), budget_tokens: z.int().min(1024) }),
      z.looseObject({ type: z.enum(['disabled', 'adaptive']) }),
    ])
    .optional(),
  provider: z.looseObject({ only: z.array(z.string()).min(1).nullish() }).nullish(),
});

type Parsed = z.output<typeof requestSchema>;

/** What the fields forbid each other. */
function fieldProblem({
  thinking,
  tool_choice: choice,
  tools = [],
  max_tokens: limit,
}: Parsed): Refusal | null {
  const isForced = choice?.type === 'any' || choice?.type === 'tool';
  if (isForced && tools.length === 0) {
    return invalidRequest(`tool_choice: ${choice.type} is only allowed when tools are given.`, 'tool_choice');
  }
  if (thinking === undefined || thinking.type === 'disabled') return null;
  if (isForced) {
    return invalidRequest('Thinking may not be enabled when tool_choice forces tool use.', 'tool_choice');
  }
  return thinking.type === 'enabled' && limit <= numberOf(thinking['budget_tokens'])
    ? invalidRequest('max_tokens must be greater than thinking.budget_tokens.', 'max_tokens')
    : null;
}

function toRequest(json: JsonObject, parsed: Parsed): AskedRequest {
  const { tool_choice: choice, tools = [], thinking } = parsed;
  const format = parsed.output_config?.format ?? parsed.output_format;
  const noParallel = choice !== undefined && choice.type !== 'none' && choice.disable_parallel_tool_use;
  return {
    json,
    model: parsed.model,
    messages: [
      { role: 'system', text: textOf(parsed.system), calls: [], answers: null, path: 'system' },
      ...parsed.messages.flatMap(toMessages),
    ],
    tools: tools.flatMap(askedTool),
    hosted: tools.flatMap(hostedIn),
    toolChoice: toChoice(choice),
    parallelCalls: noParallel !== true,
    streaming: parsed.stream === true,
    streamUsage: true,
    maxTokens: parsed.max_tokens,
    choices: 1,
    stop: parsed.stop_sequences ?? [],
    ...(isPresent(format) ? { format: { schema: format?.schema } } : {}),
    reasoning: thinking !== undefined && thinking.type !== 'disabled',
    onlyUpstreams: parsed.provider?.only ?? null,
    ...(isMarked(json) ? { cache: 'read and written' } : {}),
    prompt: [json['system'] ?? '', json['messages'], json['tools'] ?? []],
  };
}

type SentTool = z.output<typeof toolSchema>;

function askedTool(tool: SentTool): AskedTool[] {
  const own = clientTool.safeParse(tool);
  if (!own.success) return [];
  const { name, description, input_schema: parameters, strict } = own.data;
  return [{ name, description, parameters, strict: strict === true }];
}

function hostedIn({ type }: SentTool): Hosted[] {
  return (['web-search', 'tool-search', 'code'] as const).filter((kind) => HOSTED[kind].type === type);
}

/** Whether anything is to be cached: the request as a whole, or one of its blocks. */
function isMarked(json: JsonObject): boolean {
  return jsonText(json).includes('"cache_control":{');
}

/** The text of a result, and the bytes of what it holds besides. */
function resultText(content: z.output<typeof resultContent> = ''): string {
  if (typeof content === 'string') return content;
  return content.map((block) => (block.type === 'text' ? block.text : block.source.data)).join('\n');
}

/** An answer is one message, each result one, and what a user says between them one. */
function toMessages({ role, content }: Parsed['messages'][number], at: number): AskedMessage[] {
  const path = `messages[${at}]`;
  const results: AskedMessage[] = [];
  const calls: IssuedCall[] = [];
  for (const [place, block] of content.entries()) {
    if (block.type === 'tool_use') calls.push({ id: block.id, name: block.name, arguments: block.input });
    if (block.type !== 'tool_result') continue;
    const answers = block.tool_use_id;
    const text = resultText(block.content);
    results.push({ role: 'tool', text, calls: [], answers, path: `${path}.content[${place}]` });
  }
  const text = textOf(content.filter(({ type }) => type === 'text'));
  if (role === 'user' && text === '') return results;
  const signed = THOUGHTS.includes(content[0]?.type ?? '');
  return [...results, { role, text, calls, answers: null, signed, path }];
}

const THOUGHTS = ['thinking', 'redacted_thinking'];

function toChoice(choice: Parsed['tool_choice']): ToolChoice {
  if (choice === undefined) return { kind: 'auto' };
  if (choice.type === 'any') return { kind: 'required' };
  return choice.type === 'tool' ? { kind: 'named', name: choice.name } : { kind: choice.type };
}

function render({ envelope, answers: [answer] }: Completed, { streaming }: AskedRequest): ScriptedResponse {
  const response = streaming
    ? streamResponse(streamed(envelope, answer), envelope)
    : jsonResponse(buffered(envelope, answer), envelope);
  return { ...response, headers: [...response.headers, ['request-id', requestId(envelope.id)]] };
}

const TYPES: Partial<Record<RefusalReason, string>> = {
  'wrong-key': 'authentication_error',
  'no-credits': 'billing_error',
  'not-found': 'not_found_error',
  'no-such-model': 'not_found_error',
  'too-large': 'request_too_large',
  throttled: 'rate_limit_error',
  broken: 'api_error',
};

function refusalResponse(refusal: Refusal): ScriptedResponse {
  const { reason, message, status } = refusal;
  const lost =
    refusal.param === 'thread.previous_message_id' ? { details: { error_code: 'thread_not_found' } } : {};
  const error = { type: TYPES[reason] ?? 'invalid_request_error', message, ...lost };
  return refusedWith(refusal, { type: 'error', error, request_id: requestId(`${status} ${message}`) });
}

/** The same for the same response, so that a run can be repeated. */
function requestId(response: string): string {
  return `req_${createHash('sha256').update(response).digest('hex').slice(0, 24)}`;
}

function models(ids: readonly string[]): ScriptedResponse {
  const data = ids.map((id) => ({
    type: 'model',
    id,
    display_name: id,
    created_at: '2025-10-09T08:53:20Z',
  }));
  return jsonResponse({ data, has_more: false, first_id: ids[0], last_id: ids.at(-1) }, null);
}
