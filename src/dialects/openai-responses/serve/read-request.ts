/** Reads a client's request strictly: it refuses what a conforming provider would refuse. */
import * as z from 'zod';
import {
  type AskedMessage,
  type AskedRequest,
  type AskedTool,
  argumentsIn,
  joinedAnswers,
  type Offer,
  problemOf,
  type RequestWords,
} from '../../../answers/asked-request.ts';
import { invalidRequest, type Refusal } from '../../../answers/refusal.ts';
import { schemaRefusal } from '../../../answers/schema-refusal.ts';
import type { SentRequest } from '../../../answers/service.ts';
import { names, unsupported } from '../../../answers/unsupported.ts';
import { isPresent } from '../../../reading/presence.ts';
import { textOf } from '../../../reading/request-body.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { HOSTED } from '../codec/encode.ts';
import { readToolChoice } from '../codec/request.ts';

const WORDS: RequestWords = {
  modelPath: 'model',
  choicePath: 'tool_choice',
  historyPath: 'input',
  orphan: ({ answers, path }) => ({
    message: `No tool call found for function call output with call_id ${answers}.`,
    param: `${path}.call_id`,
  }),
  unanswered: (ids) => `No tool output found for function call ${ids.join(', ')}.`,
};

export function readRequest({ json }: SentRequest, offer: Offer): AskedRequest | Refusal {
  const parsed = requestSchema.safeParse({ ...json, input: inputOf(json) ?? json['input'] });
  if (!parsed.success) return schemaRefusal(parsed.error);
  const request = toRequest(json, parsed.data);
  const isForced = request.toolChoice.kind !== 'auto' && request.toolChoice.kind !== 'none';
  if (isForced && request.tools.length === 0) {
    return invalidRequest('Tool choice must be specified while using tools.', 'tool_choice');
  }
  return unsupported(json, SUPPORTED) ?? problemOf(request, offer, WORDS) ?? request;
}

/** A string is a single user message. */
export function inputOf({ input }: JsonObject): readonly Json[] | null {
  if (typeof input === 'string') return [{ role: 'user', content: input }];
  return Array.isArray(input) ? input : null;
}

/** Only the names are needed: the model has a fixed answer, so sampling has no effect. Gateways add the last line. */
const SUPPORTED = names(`
  model input instructions tools tool_choice parallel_tool_calls stream stream_options store previous_response_id
  include max_output_tokens temperature top_p reasoning text truncation metadata user service_tier
  safety_identifier prompt_cache_key prompt_cache_retention background
  presence_penalty frequency_penalty seed top_k min_p repetition_penalty usage provider
`);

const CONTENT = z.union(
  [z.string(), z.array(z.looseObject({ type: z.enum(['input_text', 'output_text', 'refusal']) }))],
  { error: 'expected a string or a list of content parts' },
);
const DATA_URL = z.string().regex(/^data:[a-z]+\/[a-z]+;base64,[A-Za-z0-9+/]+=*$/u, 'expected a data URL');
/** A result is a text, or a list of texts, images and files. */
const OUTPUT = z.union(
  [
    z.string(),
    z.array(
      z.discriminatedUnion('type', [
        z.looseObject({ type: z.literal('input_text'), text: z.string() }),
        z.looseObject({ type: z.literal('input_image'), image_url: DATA_URL }),
        z.looseObject({ type: z.literal('input_file'), filename: z.string(), file_data: DATA_URL }),
      ]),
    ),
  ],
  { error: 'expected a string or a list of input_text, input_image and input_file' },
);
const CALL_ID = z.string().min(1).max(64);

const itemSchema = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('message'),
    role: z.enum(['user', 'assistant', 'system', 'developer']),
    content: CONTENT,
  }),
  z.looseObject({
    type: z.literal('function_call'),
    id: z.string().startsWith('fc', "Expected an ID that begins with 'fc'.").optional(),
    call_id: CALL_ID,
    name: z.string().min(1),
    arguments: z.string(),
  }),
  z.looseObject({
    type: z.literal('function_call_output'),
    call_id: CALL_ID,
    output: OUTPUT,
    caller: z.looseObject({ type: z.enum(['direct', 'program']) }).optional(),
  }),
  z.looseObject({
    type: z.literal('custom_tool_call'),
    id: z.string().startsWith('ctc', "Expected an ID that begins with 'ctc'.").optional(),
    call_id: CALL_ID,
    name: z.string().min(1),
    input: z.string(),
  }),
  z.looseObject({ type: z.literal('custom_tool_call_output'), call_id: CALL_ID, output: OUTPUT }),
  z.looseObject({
    type: z.literal('web_search_call'),
    id: z.string().startsWith('ws_', "Expected an ID that begins with 'ws'."),
    status: z.enum(['in_progress', 'searching', 'completed', 'failed']),
    action: z.looseObject({ type: z.string() }),
  }),
  z.looseObject({
    type: z.literal('code_interpreter_call'),
    id: z.string().startsWith('ci_', "Expected an ID that begins with 'ci'."),
    status: z.enum(['in_progress', 'interpreting', 'completed', 'incomplete', 'failed']),
    code: z.string().nullable(),
    container_id: z.string(),
  }),
  z.looseObject({
    type: z.literal('tool_search_call'),
    id: z.string().nullish(),
    execution: z.enum(['server', 'client']).optional(),
    arguments: z.json(),
  }),
  z.looseObject({
    type: z.literal('tool_search_output'),
    id: z.string().nullish(),
    execution: z.enum(['server', 'client']).optional(),
    tools: z.array(z.looseObject({ type: z.string() })),
  }),
  z.looseObject({
    type: z.literal('program'),
    id: z.string(),
    call_id: CALL_ID,
    code: z.string(),
    fingerprint: z.string(),
  }),
  z.looseObject({ type: z.literal('program_output'), id: z.string(), call_id: CALL_ID, result: z.string() }),
  z.looseObject({
    type: z.literal('reasoning'),
    id: z.string().startsWith('rs_', "Expected an ID that begins with 'rs'."),
    summary: z.array(z.looseObject({ type: z.literal('summary_text'), text: z.string() })),
    encrypted_content: z.string().nullish(),
  }),
]);

const NAME = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/u, 'expected 1 to 64 of A-Z a-z 0-9 _ -');

const toolSchema = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('function'),
    name: NAME,
    description: z.string().nullish(),
    parameters: z.looseObject({}).nullish(),
    strict: z.boolean().nullish(),
    defer_loading: z.boolean().optional(),
  }),
  z.looseObject({ type: z.enum(Object.values(HOSTED)) }),
  z.looseObject({
    type: z.literal('custom'),
    name: NAME,
    description: z.string().nullish(),
    format: z
      .discriminatedUnion('type', [
        z.strictObject({ type: z.literal('text') }),
        z.strictObject({
          type: z.literal('grammar'),
          syntax: z.enum(['lark', 'regex']),
          definition: z.string().min(1),
        }),
      ])
      .optional(),
  }),
]);

const named = z.looseObject({ type: z.literal('function'), name: z.string() });
const choiceSchema = z.union(
  [
    z.enum(['auto', 'none', 'required']),
    named,
    z.looseObject({
      type: z.literal('allowed_tools'),
      mode: z.enum(['auto', 'required']),
      tools: z.array(named).min(1),
    }),
  ],
  { error: 'expected "auto", "none", "required", a function or allowed_tools' },
);

const INCLUDED = ['reasoning.encrypted_content'];

const formatSchema = z.discriminatedUnion('type', [
  z.looseObject({ type: z.enum(['text', 'json_object']) }),
  z.looseObject({ type: z.literal('json_schema'), name: z.string(), schema: z.looseObject({}) }),
]);

const requestSchema = z.looseObject({
  model: z.string(),
  instructions: z.string().nullish(),
  /** A message may omit its type. */
  input: z.array(z.preprocess(withType, itemSchema)).min(1),
  tools: z.array(toolSchema).max(128).nullish(),
  tool_choice: choiceSchema.nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  stream: z.boolean().nullish(),
  store: z.boolean().nullish(),
  background: z.literal(false, 'background responses are not supported').nullish(),
  previous_response_id: z.string().nullish(),
  include: z.array(z.enum(INCLUDED)).nullish(),
  text: z.looseObject({ format: formatSchema.nullish() }).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  max_output_tokens: z.int().min(16).nullish(),
  reasoning: z.looseObject({ effort: z.string().nullish() }).nullish(),
  provider: z.looseObject({ only: z.array(z.string()).min(1).nullish() }).nullish(),
});

type Parsed = z.output<typeof requestSchema>;

/** The text of a result, with the data of its files. */
function outputText(output: z.output<typeof OUTPUT>): string {
  if (typeof output === 'string') return output;
  return output
    .map((part) => {
      if (part.type === 'input_text') return part.text;
      return part.type === 'input_image' ? part.image_url : part.file_data;
    })
    .join('\n');
}

function withType(item: unknown): unknown {
  return isObject(item) && item['type'] === undefined && isPresent(item['role'])
    ? { type: 'message', ...item }
    : item;
}

function toRequest(json: JsonObject, parsed: Parsed): AskedRequest {
  const system: AskedMessage[] = isPresent(parsed.instructions)
    ? [{ role: 'system', text: parsed.instructions ?? '', calls: [], answers: null, path: 'instructions' }]
    : [];
  const said = parsed.input.flatMap((item, at) => toMessage(item, `input[${at}]`));
  const effort = parsed.reasoning?.effort;
  return {
    json,
    model: parsed.model,
    messages: [...system, ...joinedAnswers(said)],
    tools: (parsed.tools ?? []).flatMap(askedTool),
    hosted: KINDS.filter((kind) => parsed.tools?.some(({ type }) => type === HOSTED[kind])),
    toolChoice: readToolChoice(parsed.tool_choice) ?? { kind: 'auto' },
    parallelCalls: parsed.parallel_tool_calls !== false,
    streaming: parsed.stream === true,
    maxTokens: parsed.max_output_tokens ?? null,
    choices: 1,
    ...formatOf(parsed.text?.format),
    reasoning: isPresent(effort) && effort !== 'none',
    onlyUpstreams: parsed.provider?.only ?? null,
    cache: 'read',
    prompt: [json['instructions'] ?? null, json['input'], json['tools'] ?? []],
  };
}

const KINDS = ['web-search', 'tool-search', 'code-execution', 'code'] as const;

function askedTool(tool: z.output<typeof toolSchema>): AskedTool[] {
  if (tool.type === 'function') {
    const { name, description, parameters, strict } = tool;
    return [{ name, description: description ?? undefined, parameters, strict: strict === true }];
  }
  if (tool.type !== 'custom') return [];
  const { name, description, format } = tool;
  const pattern = format?.type === 'grammar' && format.syntax === 'regex' ? format.definition : null;
  const said = description ?? undefined;
  return [{ name, description: said, parameters: undefined, strict: false, isCustom: true, pattern }];
}

function formatOf(format: NonNullable<Parsed['text']>['format']): Pick<AskedRequest, 'format'> {
  if (format === undefined || format === null || format.type === 'text') return {};
  return { format: format.type === 'json_schema' ? { schema: format.schema } : {} };
}

/** Thoughts and items of server tools need no answer, so they give no messages. */
function toMessage(item: Parsed['input'][number], path: string): AskedMessage[] {
  switch (item.type) {
    case 'function_call': {
      const calls = [{ id: item.call_id, name: item.name, arguments: argumentsIn(item.arguments) }];
      return [{ role: 'assistant', text: '', calls, answers: null, path }];
    }
    case 'custom_tool_call': {
      const calls = [{ id: item.call_id, name: item.name, arguments: item.input }];
      return [{ role: 'assistant', text: '', calls, answers: null, path }];
    }
    case 'function_call_output':
    case 'custom_tool_call_output':
      return [{ role: 'tool', text: outputText(item.output), calls: [], answers: item.call_id, path }];
    case 'reasoning':
    case 'program':
    case 'program_output':
    case 'code_interpreter_call':
    case 'web_search_call':
    case 'tool_search_call':
    case 'tool_search_output':
      return [];
    default:
      return [{ role: item.role, text: textOf(item.content), calls: [], answers: null, path }];
  }
}
