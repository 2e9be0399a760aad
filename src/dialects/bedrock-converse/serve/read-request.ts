/** Reads a client's request strictly: it refuses what a conforming provider would refuse. */
import * as z from 'zod';
import {
  type AskedMessage,
  type AskedRequest,
  type IssuedCall,
  type Offer,
  problemOf,
  type RequestWords,
} from '../../../answers/asked-request.ts';
import { invalidRequest, type Refusal } from '../../../answers/refusal.ts';
import { schemaRefusal } from '../../../answers/schema-refusal.ts';
import type { SentRequest } from '../../../answers/service.ts';
import { names, unsupported } from '../../../answers/unsupported.ts';
import type { ToolChoice } from '../../../reading/reading.ts';
import { textOf } from '../../../reading/request-body.ts';
import { isObject, type JsonObject, numberOf } from '../../../text/json.ts';
import { jsonText } from '../../../text/json-text.ts';
import { parseJson } from '../../../text/wire-text.ts';
import { addressIn } from '../codec/address.ts';
import { HOSTED } from '../codec/encode.ts';

const WORDS: RequestWords = {
  modelPath: 'modelId',
  choicePath: 'toolConfig.toolChoice',
  historyPath: 'messages',
  orphan: ({ answers, path }) => ({
    message: `${path}: the toolResult for ${jsonText(answers)} has no toolUse in the turn before.`,
    param: `${path}.toolResult.toolUseId`,
  }),
  unanswered: (ids) =>
    `Expected toolResult blocks for the following Ids: ${ids.map((id) => jsonText(id)).join(', ')}.`,
};

export function readRequest({ json, path }: SentRequest, offer: Offer): AskedRequest | Refusal {
  const parsed = requestSchema.safeParse(json);
  if (!parsed.success) return schemaRefusal(parsed.error);
  const address = addressIn(path);
  const request = toRequest(json, parsed.data, address?.model ?? '', address?.streaming === true);
  return (
    unsupported(json, SUPPORTED) ?? fieldProblem(parsed.data) ?? problemOf(request, offer, WORDS) ?? request
  );
}

/** Only the names are needed: the model has a fixed answer, so sampling has no effect. */
const SUPPORTED = names(`
  messages system inferenceConfig toolConfig outputConfig additionalModelRequestFields additionalModelResponseFieldPaths
  requestMetadata performanceConfig serviceTier
`);

const ID = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-zA-Z0-9_.:-]+$/u, 'a toolUseId should match [a-zA-Z0-9_.:-]+');
const NAME = z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/u, 'expected 1 to 64 of A-Z a-z 0-9 _ -');
const TEXT = z
  .string()
  .refine((text) => text.trim() !== '', 'The text field in the ContentBlock object is blank.');

/** Each block is a union with exactly one member. */
const textBlock = z.strictObject({ text: TEXT });
const cachePoint = z.strictObject({ cachePoint: z.looseObject({ type: z.literal('default') }) });
const bytes = z.strictObject({ bytes: z.base64().min(1) });
const image = z.strictObject({
  image: z.looseObject({ format: z.enum(['png', 'jpeg', 'gif', 'webp']), source: bytes }),
});
const document = z.strictObject({
  document: z.looseObject({
    format: z.enum(['pdf', 'csv', 'doc', 'docx', 'xls', 'xlsx', 'html', 'txt', 'md']),
    name: z
      .string()
      .regex(/^[A-Za-z0-9 ()[\]-]{1,200}$/u, 'expected letters, digits, spaces, hyphens and brackets'),
    source: bytes,
  }),
});
const toolResult = z.strictObject({
  toolResult: z.looseObject({
    toolUseId: ID,
    content: z.array(
      z.union([z.strictObject({ text: z.string() }), z.strictObject({ json: z.json() }), image, document]),
    ),
    status: z.enum(['success', 'error']).optional(),
  }),
});
const toolUse = z.strictObject({
  toolUse: z.looseObject({ toolUseId: ID, name: NAME, input: z.looseObject({}) }),
});
/** The result of a server tool, as the client returns it. */
const servedResult = z.strictObject({
  toolResult: z.looseObject({
    toolUseId: ID,
    type: z.string().regex(/^nova_[a-z_]+_result$/u, 'expected the result of a system tool'),
    content: z.array(z.union([z.strictObject({ text: z.string() }), z.strictObject({ json: z.json() })])),
  }),
});
const thought = z.strictObject({
  reasoningContent: z.union([
    z.strictObject({ reasoningText: z.looseObject({ text: z.string(), signature: z.string().optional() }) }),
    z.strictObject({ redactedContent: z.string().min(1) }),
  ]),
});

const messageSchema = z.discriminatedUnion('role', [
  z.looseObject({
    role: z.literal('user'),
    content: z.array(z.union([textBlock, toolResult, cachePoint])).min(1),
  }),
  z.looseObject({
    role: z.literal('assistant'),
    content: z.array(z.union([textBlock, toolUse, servedResult, thought, cachePoint])).min(1),
  }),
]);

const toolSchema = z.union([
  z.strictObject({
    toolSpec: z.looseObject({
      name: NAME,
      description: z.string().min(1).optional(),
      inputSchema: z.strictObject({ json: z.looseObject({ type: z.literal('object') }) }),
      strict: z.boolean().optional(),
    }),
  }),
  z.strictObject({ systemTool: z.looseObject({ name: z.enum(Object.values(HOSTED)) }) }),
  cachePoint,
]);

const choiceSchema = z.union([
  z.strictObject({ auto: z.looseObject({}) }),
  z.strictObject({ any: z.looseObject({}) }),
  z.strictObject({ tool: z.looseObject({ name: NAME }) }),
]);

const requestSchema = z.looseObject({
  messages: z.array(messageSchema).min(1),
  system: z.array(z.union([textBlock, cachePoint])).optional(),
  inferenceConfig: z
    .looseObject({
      maxTokens: z.int().min(1).optional(),
      temperature: z.number().min(0).max(1).optional(),
      topP: z.number().min(0).max(1).optional(),
      stopSequences: z.array(z.string().min(1)).optional(),
    })
    .optional(),
  toolConfig: z
    .looseObject({ tools: z.array(toolSchema).min(1), toolChoice: choiceSchema.optional() })
    .optional(),
  outputConfig: z
    .strictObject({
      textFormat: z.strictObject({
        type: z.literal('json_schema'),
        structure: z.strictObject({
          jsonSchema: z.looseObject({
            name: z.string().optional(),
            schema: z.string().refine((text) => isObject(parseJson(text)), 'expected a JSON schema as text'),
          }),
        }),
      }),
    })
    .optional(),
  additionalModelRequestFields: z.looseObject({}).optional(),
});

type Parsed = z.output<typeof requestSchema>;

function thinkingIn({ additionalModelRequestFields: fields = {} }: Parsed): JsonObject | null {
  const { thinking } = fields;
  return isObject(thinking) && thinking['type'] !== 'disabled' ? thinking : null;
}

/** Checks the combinations of fields that the API refuses, and that roles alternate. */
function fieldProblem(parsed: Parsed): Refusal | null {
  const { messages, toolConfig, inferenceConfig } = parsed;
  const again = messages.findIndex(({ role }, at) => role === messages[at - 1]?.role);
  if (again !== -1) {
    const message = 'A conversation must alternate between user and assistant roles.';
    return invalidRequest(message, `messages[${again}].role`);
  }
  const usesTools = messages.some(({ content }) =>
    content.some((block) => 'toolUse' in block || 'toolResult' in block),
  );
  if (usesTools && toolConfig === undefined) {
    const message = 'The toolConfig field must be defined when using toolUse and toolResult content blocks.';
    return invalidRequest(message, 'toolConfig');
  }
  const thinking = thinkingIn(parsed);
  if (thinking === null) return null;
  const choice = toolConfig?.toolChoice;
  if (choice !== undefined && !('auto' in choice)) {
    return invalidRequest(
      'Thinking may not be enabled when toolChoice forces tool use.',
      'toolConfig.toolChoice',
    );
  }
  const limit = inferenceConfig?.maxTokens;
  return limit !== undefined && limit <= numberOf(thinking['budget_tokens'])
    ? invalidRequest('maxTokens must be greater than thinking.budget_tokens.', 'inferenceConfig.maxTokens')
    : null;
}

function toRequest(json: JsonObject, parsed: Parsed, model: string, streaming: boolean): AskedRequest {
  const { system = [], toolConfig, inferenceConfig } = parsed;
  return {
    json,
    model,
    messages: [
      { role: 'system', text: textOf(system), calls: [], answers: null, path: 'system' },
      ...parsed.messages.flatMap(toMessages),
    ],
    tools: (toolConfig?.tools ?? []).flatMap((tool) => {
      if (!('toolSpec' in tool)) return [];
      const { name, description, inputSchema, strict } = tool.toolSpec;
      return [{ name, description, parameters: inputSchema.json, strict: strict === true }];
    }),
    hosted: KINDS.filter((kind) => toolConfig?.tools.some((tool) => systemToolOf(tool) === HOSTED[kind])),
    toolChoice: toChoice(toolConfig?.toolChoice),
    parallelCalls: true,
    streaming,
    maxTokens: inferenceConfig?.maxTokens ?? null,
    choices: 1,
    stop: inferenceConfig?.stopSequences ?? [],
    ...formatOf(parsed.outputConfig),
    reasoning: thinkingIn(parsed) !== null,
    onlyUpstreams: null,
    ...(jsonText(json).includes('"cachePoint":{') ? { cache: 'read and written' } : {}),
    prompt: [json['system'] ?? [], json['messages'], json['toolConfig'] ?? {}],
  };
}

const KINDS = ['web-search', 'code-execution'] as const;

function systemToolOf(tool: z.output<typeof toolSchema>): string | null {
  return 'systemTool' in tool ? tool.systemTool.name : null;
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
    if ('toolUse' in block && block.toolUse['type'] !== 'server_tool_use') {
      const { toolUseId: id, name, input } = block.toolUse;
      calls.push({ id, name, arguments: input });
    }
    if (!('toolResult' in block) || role === 'assistant') continue;
    const { toolUseId: answers, content: parts } = block.toolResult;
    const text = parts.map(partText).join('');
    results.push({ role: 'tool', text, calls: [], answers, path: `${path}.content[${place}]` });
  }
  const text = textOf(content);
  if (role === 'user' && text === '') return results;
  const [first] = content;
  const signed = first !== undefined && 'reasoningContent' in first;
  return [...results, { role, text, calls, answers: null, signed, path }];
}

function formatOf(config: Parsed['outputConfig']): Pick<AskedRequest, 'format'> {
  if (config === undefined) return {};
  return { format: { schema: parseJson(config.textFormat.structure.jsonSchema.schema) } };
}

type ResultPart = z.output<typeof toolResult>['toolResult']['content'][number];

/** The text of a part; for files, their bytes. */
function partText(part: ResultPart): string {
  if ('text' in part) return part.text;
  if ('json' in part) return jsonText(part.json);
  return 'image' in part ? part.image.source.bytes : part.document.source.bytes;
}

function toChoice(choice: z.output<typeof choiceSchema> | undefined): ToolChoice {
  if (choice === undefined || 'auto' in choice) return { kind: 'auto' };
  return 'tool' in choice ? { kind: 'named', name: choice.tool.name } : { kind: 'required' };
}
