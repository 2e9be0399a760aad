/** Reads a client's request strictly: it refuses what a conforming provider would refuse. */
import * as z from 'zod';
import {
  type AskedMessage,
  type AskedRequest,
  type AskedTool,
  argumentsIn,
  type Offer,
  problemOf,
  type RequestWords,
} from '../../../answers/asked-request.ts';
import { MESSAGES_PATHS } from '../../../answers/messages-member.ts';
import { invalidRequest, type Refusal } from '../../../answers/refusal.ts';
import { schemaRefusal } from '../../../answers/schema-refusal.ts';
import type { SentRequest } from '../../../answers/service.ts';
import { names, unsupported } from '../../../answers/unsupported.ts';
import type { JsonObject } from '../../../text/json.ts';
import { jsonText } from '../../../text/json-text.ts';
import { readToolChoice } from '../codec/request.ts';

const WORDS: RequestWords = {
  ...MESSAGES_PATHS,
  orphan: ({ answers, path }) => ({
    message: `${path}: tool_call_id ${jsonText(answers)} answers no call of the message with tool_calls before it.`,
    param: `${path}.tool_call_id`,
  }),
  unanswered: (ids) =>
    `No tool message answers the tool_call_id ${ids.map((id) => jsonText(id)).join(', ')}.`,
};

export function readRequest({ json }: SentRequest, offer: Offer): AskedRequest | Refusal {
  const parsed = requestSchema.safeParse(json);
  if (!parsed.success) return schemaRefusal(parsed.error);
  const request = toRequest(json, parsed.data, offer);
  return (
    unsupported(json, SUPPORTED) ?? choiceProblem(request) ?? problemOf(request, offer, WORDS) ?? request
  );
}

/** Only the names are needed: the model has a fixed answer, so sampling has no effect. Gateways add the last line. */
const SUPPORTED = names(`
  model messages tools tool_choice parallel_tool_calls stream stream_options n stop response_format
  max_tokens max_completion_tokens temperature top_p presence_penalty frequency_penalty seed
  reasoning_effort verbosity user metadata service_tier safety_identifier prompt_cache_key prompt_cache_retention
  top_k min_p top_a repetition_penalty reasoning include_reasoning usage provider
`);

const textSchema = z.union(
  [
    z.string(),
    z
      .array(z.looseObject({ type: z.string(), text: z.string().optional() }))
      .transform((parts) => parts.map(({ text }) => text ?? '').join('')),
  ],
  { error: 'expected a string or a list of content parts' },
);

const callSchema = z.discriminatedUnion('type', [
  z.looseObject({
    id: z.string(),
    type: z.literal('function'),
    function: z.looseObject({ name: z.string(), arguments: z.string() }),
  }),
  z.looseObject({
    id: z.string(),
    type: z.literal('custom'),
    custom: z.looseObject({ name: z.string(), input: z.string() }),
  }),
]);

const messageSchema = z.discriminatedUnion('role', [
  z.looseObject({ role: z.enum(['system', 'developer', 'user']), content: textSchema }),
  z.looseObject({
    role: z.literal('assistant'),
    content: textSchema.nullish(),
    tool_calls: z.array(callSchema).min(1).optional(),
  }),
  z.looseObject({ role: z.literal('tool'), tool_call_id: z.string(), content: textSchema }),
]);

const NAME = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/u, 'expected 1 to 64 of A-Z a-z 0-9 _ -');

const toolSchema = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('function'),
    function: z.looseObject({
      name: NAME,
      description: z.string().optional(),
      parameters: z.looseObject({}).optional(),
      strict: z.boolean().nullish(),
    }),
  }),
  z.looseObject({
    type: z.literal('custom'),
    custom: z.looseObject({
      name: NAME,
      description: z.string().optional(),
      format: z
        .discriminatedUnion('type', [
          z.strictObject({ type: z.literal('text') }),
          z.strictObject({
            type: z.literal('grammar'),
            grammar: z.strictObject({ syntax: z.enum(['lark', 'regex']), definition: z.string().min(1) }),
          }),
        ])
        .optional(),
    }),
  }),
]);

const formatSchema = z.discriminatedUnion('type', [
  z.looseObject({ type: z.enum(['text', 'json_object']) }),
  z.looseObject({
    type: z.literal('json_schema'),
    json_schema: z.looseObject({ name: z.string(), schema: z.looseObject({}).optional() }),
  }),
]);

const named = z.looseObject({
  type: z.literal('function'),
  function: z.looseObject({ name: z.string() }),
});
const choiceSchema = z.union(
  [
    z.enum(['auto', 'none', 'required']),
    named,
    z.looseObject({
      type: z.literal('allowed_tools'),
      allowed_tools: z.looseObject({ mode: z.enum(['auto', 'required']), tools: z.array(named).min(1) }),
    }),
  ],
  { error: 'expected "auto", "none", "required", a function or allowed_tools' },
);

const requestSchema = z.looseObject({
  model: z.string(),
  messages: z.array(messageSchema).min(1),
  tools: z.array(toolSchema).min(1).max(128).nullish(),
  tool_choice: choiceSchema.nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  usage: z.looseObject({ include: z.boolean().optional() }).nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  n: z.int().min(1).max(16).nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  response_format: formatSchema.nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  reasoning: z.looseObject({ enabled: z.boolean().optional() }).nullish(),
  reasoning_effort: z.string().nullish(),
  provider: z.looseObject({ only: z.array(z.string()).min(1).nullish() }).nullish(),
});

type Parsed = z.output<typeof requestSchema>;

function toRequest(json: JsonObject, parsed: Parsed, { insistsOnThoughts }: Offer): AskedRequest {
  const tools = parsed.tools ?? [];
  return {
    json,
    model: parsed.model,
    messages: parsed.messages.map((message, at) => ({
      ...toMessage(message),
      ...(insistsOnThoughts && message.role === 'assistant' ? { signed: hasThoughts(message) } : {}),
      path: `messages[${at}]`,
    })),
    tools: tools.map(askedTool),
    toolChoice: readToolChoice(parsed.tool_choice) ?? { kind: 'auto' },
    parallelCalls: parsed.parallel_tool_calls !== false,
    streaming: parsed.stream === true,
    maxTokens: parsed.max_completion_tokens ?? parsed.max_tokens ?? null,
    choices: parsed.n ?? 1,
    stop: [parsed.stop ?? []].flat(),
    ...formatOf(parsed.response_format),
    reasoning: isPresent(parsed.reasoning_effort) || thinks(parsed.reasoning),
    onlyUpstreams: parsed.provider?.only ?? null,
    cache: 'read',
    prompt: [json['messages'], json['tools'] ?? []],
  };
}

function askedTool(tool: z.output<typeof toolSchema>): AskedTool {
  if (tool.type === 'custom') {
    const { name, description, format } = tool.custom;
    const grammar = format?.type === 'grammar' ? format.grammar : null;
    const pattern = grammar?.syntax === 'regex' ? grammar.definition : null;
    return { name, description, parameters: undefined, strict: false, isCustom: true, pattern };
  }
  const { name, description, parameters, strict } = tool.function;
  return { name, description, parameters, strict: strict === true };
}

function toMessage(message: Parsed['messages'][number]): Omit<AskedMessage, 'path'> {
  const text = message.content ?? '';
  switch (message.role) {
    case 'assistant': {
      const calls = (message.tool_calls ?? []).map((call) =>
        call.type === 'custom'
          ? { id: call.id, name: call.custom.name, arguments: call.custom.input }
          : { id: call.id, name: call.function.name, arguments: argumentsIn(call.function.arguments) },
      );
      return { role: 'assistant', text, calls, answers: null };
    }
    case 'tool':
      return { role: 'tool', text, calls: [], answers: message.tool_call_id };
    default:
      return { role: message.role, text, calls: [], answers: null };
  }
}

function formatOf(format: Parsed['response_format']): Pick<AskedRequest, 'format'> {
  if (!isPresent(format) || format.type === 'text') return {};
  return { format: format.type === 'json_schema' ? { schema: format.json_schema.schema } : {} };
}

/** Returns true if the message has thoughts, as DeepSeek, Moonshot and MiniMax require. */
function hasThoughts({ reasoning, reasoning_content }: JsonObject): boolean {
  return [reasoning, reasoning_content].some((text) => typeof text === 'string' && text !== '');
}

function thinks(reasoning: Parsed['reasoning']): boolean {
  return isPresent(reasoning) && reasoning.enabled !== false;
}

function isPresent<T>(value: T | null | undefined): value is T {
  return value !== undefined && value !== null;
}

function choiceProblem({ json, tools, toolChoice }: AskedRequest): Refusal | null {
  if (tools.length > 0 || !isPresent(json['tool_choice']) || toolChoice.kind === 'none') return null;
  return invalidRequest('tool_choice is only allowed when tools are given.', 'tool_choice');
}
