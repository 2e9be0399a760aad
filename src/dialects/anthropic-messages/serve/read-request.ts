/** Reads a client's request strictly: it refuses what a conforming provider would refuse. */
import * as z from 'zod';
import {
  type AskedMessage,
  type AskedRequest,
  type AskedTool,
  type IssuedCall,
  type Offer,
  problemOf,
  type RequestWords,
} from '../../../answers/asked-request.ts';
import { MESSAGES_PATHS } from '../../../answers/messages-member.ts';
import { invalidRequest, type Refusal } from '../../../answers/refusal.ts';
import { schemaRefusal } from '../../../answers/schema-refusal.ts';
import type { SentRequest } from '../../../answers/service.ts';
import { names, unsupported } from '../../../answers/unsupported.ts';
import { isPresent } from '../../../reading/presence.ts';
import type { ToolChoice } from '../../../reading/reading.ts';
import { textOf } from '../../../reading/request-body.ts';
import type { Hosted } from '../../../scenarios/script.ts';
import { type JsonObject, numberOf } from '../../../text/json.ts';
import { jsonText } from '../../../text/json-text.ts';
import { HOSTED } from '../codec/encode.ts';

const WORDS: RequestWords = {
  ...MESSAGES_PATHS,
  orphan: ({ answers, path }) => ({
    message: `${path}: unexpected tool_use_id ${jsonText(answers)} in a tool_result: the message before has no such tool_use.`,
    param: `${path}.tool_use_id`,
  }),
  unanswered: (ids) =>
    `tool_use ids without a tool_result in the next message: ${ids.map((id) => jsonText(id)).join(', ')}.`,
};

export function readRequest({ json }: SentRequest, offer: Offer): AskedRequest | Refusal {
  const parsed = requestSchema.safeParse(json);
  if (!parsed.success) return schemaRefusal(parsed.error);
  const request = toRequest(json, parsed.data);
  return (
    unsupported(json, SUPPORTED) ?? fieldProblem(parsed.data) ?? problemOf(request, offer, WORDS) ?? request
  );
}

/** Only the names are needed: the model has a fixed answer, so sampling has no effect. Gateways add the last line. */
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
    type: z.literal('bash_code_execution_tool_result'),
    tool_use_id: z.string(),
    content: z.looseObject({ type: z.literal('bash_code_execution_result'), stdout: z.string() }),
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

/** A string as content is a single text block. */
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

/** Checks the combinations of fields that the API refuses. */
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
  return (['web-search', 'tool-search', 'code-execution', 'code'] as const).filter(
    (kind) => HOSTED[kind].type === type,
  );
}

/** Returns true if the request, or one of its blocks, asks for caching. */
function isMarked(json: JsonObject): boolean {
  return jsonText(json).includes('"cache_control":{');
}

/** The text of a result, with the bytes of its files. */
function resultText(content: z.output<typeof resultContent> = ''): string {
  if (typeof content === 'string') return content;
  return content.map((block) => (block.type === 'text' ? block.text : block.source.data)).join('\n');
}

/**
 * An assistant message stays one message. Each result becomes its own message, and so does the user's text next to
 * results.
 */
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
