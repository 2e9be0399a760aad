/** Reads a client's request strictly: it refuses what a conforming provider would refuse. */
import * as z from 'zod';
import {
  type AskedMessage,
  type AskedRequest,
  type IssuedCall,
  joinedAnswers,
  type Offer,
  problemOf,
  type RequestWords,
} from '../../../answers/asked-request.ts';
import { OpenCalls } from '../../../answers/open-calls.ts';
import { invalidRequest, type Refusal } from '../../../answers/refusal.ts';
import { schemaRefusal } from '../../../answers/schema-refusal.ts';
import type { SentRequest } from '../../../answers/service.ts';
import { names, unsupported } from '../../../answers/unsupported.ts';
import { textOf } from '../../../reading/request-body.ts';
import type { Json, JsonObject } from '../../../text/json.ts';
import { readAddress } from '../codec/address.ts';
import { isInCurrentTurn, readContents, resultText, SERVED } from '../codec/contents.ts';
import { HOSTED } from '../codec/encode.ts';
import { field } from '../codec/proto-json.ts';
import { choiceOf } from '../codec/request.ts';
import { jsonSchemaOf } from '../codec/schema.ts';

const WORDS: RequestWords = {
  modelPath: 'model',
  choicePath: 'toolConfig.functionCallingConfig',
  historyPath: 'contents',
  orphan: ({ path }) => ({
    message: `${path}: the function response answers no function call of the turn before it.`,
    param: path,
  }),
  unanswered: (ids) =>
    `The number of function response parts must be equal to the number of function call parts of the function call turn; missing: ${ids.length}.`,
};

export function readRequest({ json, path, query }: SentRequest, offer: Offer): AskedRequest | Refusal {
  const parsed = requestSchema.safeParse(json);
  if (!parsed.success) return schemaRefusal(parsed.error);
  const request = toRequest(json, parsed.data, `${path}?${query}`);
  return (
    unsupported(json, SUPPORTED) ??
    unsupported(parsed.data.generationConfig ?? {}, CONFIGURED, 'generationConfig') ??
    choiceProblem(request) ??
    hostedProblem(request, parsed.data) ??
    problemOf(request, offer, WORDS) ??
    signatureProblem(json['contents']) ??
    request
  );
}

const SUPPORTED = names('contents systemInstruction tools toolConfig generationConfig safetySettings');
/** Only the names are needed: the model has a fixed answer, so sampling has no effect. */
const CONFIGURED = names(`
  maxOutputTokens candidateCount thinkingConfig stopSequences responseMimeType responseSchema responseJsonSchema
  temperature topP topK seed presencePenalty frequencyPenalty
`);

const DATA = ['text', 'inlineData', 'fileData', 'functionCall', 'functionResponse', ...SERVED];

/** The media types of files that a function response may contain. */
const FILE_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'application/pdf', 'text/plain'];

const partSchema = z
  .looseObject({
    text: z.string().optional(),
    thought: z.boolean().optional(),
    thoughtSignature: z.string().min(1).optional(),
    functionCall: z
      .looseObject({ id: z.string().optional(), name: z.string(), args: z.looseObject({}).optional() })
      .optional(),
    functionResponse: z
      .looseObject({
        id: z.string().optional(),
        name: z.string(),
        response: z.looseObject({}),
        parts: z
          .array(
            z.strictObject({
              inlineData: z.looseObject({ mimeType: z.enum(FILE_TYPES), data: z.base64().min(1) }),
            }),
          )
          .optional(),
      })
      .optional(),
    toolCall: z.looseObject({ id: z.string(), toolType: z.string(), args: z.looseObject({}) }).optional(),
    toolResponse: z
      .looseObject({ id: z.string(), toolType: z.string(), response: z.looseObject({}) })
      .optional(),
    executableCode: z.looseObject({ language: z.string(), code: z.string() }).optional(),
    codeExecutionResult: z.looseObject({ outcome: z.string() }).optional(),
  })
  .refine((part) => DATA.filter((name) => part[name] !== undefined).length === 1, {
    error: 'expected one kind of data in a part',
  });

const contentSchema = z.looseObject({
  role: z.enum(['user', 'model', 'function']).optional(),
  parts: z.array(partSchema).min(1),
});

const declarationSchema = z.looseObject({
  description: z.string().optional(),
  name: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_.:-]{0,127}$/u, 'expected a name of at most 128 of A-Z a-z 0-9 _ . : -'),
  parameters: z.looseObject({}).optional(),
  parametersJsonSchema: z.looseObject({}).optional(),
});

const requestSchema = z.looseObject({
  contents: z.array(contentSchema).min(1),
  systemInstruction: z.looseObject({ parts: z.array(z.looseObject({ text: z.string() })).min(1) }).optional(),
  tools: z
    .array(
      z.looseObject({
        functionDeclarations: z.array(declarationSchema).min(1).max(512).optional(),
        googleSearch: z.looseObject({}).optional(),
        codeExecution: z.looseObject({}).optional(),
      }),
    )
    .optional(),
  toolConfig: z
    .looseObject({
      functionCallingConfig: z
        .looseObject({
          mode: z.enum(['AUTO', 'ANY', 'NONE', 'VALIDATED']).optional(),
          allowedFunctionNames: z.array(z.string()).min(1).optional(),
        })
        .optional(),
      includeServerSideToolInvocations: z.boolean().optional(),
    })
    .optional(),
  generationConfig: z
    .looseObject({
      maxOutputTokens: z.int().min(1).optional(),
      stopSequences: z.array(z.string().min(1)).max(5).optional(),
      responseMimeType: z.enum(['text/plain', 'application/json']).optional(),
      responseSchema: z.looseObject({}).optional(),
      responseJsonSchema: z.looseObject({}).optional(),
      candidateCount: z.int().min(1).max(8).optional(),
      thinkingConfig: z.looseObject({ includeThoughts: z.boolean().optional() }).optional(),
    })
    .optional(),
});

type Parsed = z.output<typeof requestSchema>;

function toRequest(json: JsonObject, parsed: Parsed, url: string): AskedRequest {
  const { contents, systemInstruction, tools = [], toolConfig, generationConfig } = parsed;
  const { model, streaming, framing } = readAddress(url);
  const calling = toolConfig?.functionCallingConfig ?? {};
  const strict = calling.mode === 'ANY' || calling.mode === 'VALIDATED';
  return {
    json,
    // Full model names are also accepted.
    model: (model ?? '').replace(/^gemini-3-/u, ''),
    messages: [
      ...(systemInstruction === undefined
        ? []
        : [message('system', textOf(systemInstruction.parts), 'systemInstruction')]),
      ...joinedAnswers(messagesOf(contents)),
    ],
    tools: tools.flatMap(({ functionDeclarations = [] }) =>
      functionDeclarations.map(({ name, description, parameters, parametersJsonSchema }) => ({
        name,
        description,
        parameters: parametersJsonSchema ?? (parameters === undefined ? undefined : jsonSchemaOf(parameters)),
        strict,
      })),
    ),
    toolChoice: choiceOf(calling) ?? { kind: 'auto' },
    parallelCalls: true,
    hosted: KINDS.filter((kind) => tools.some((tool) => tool[HOSTED[kind]] !== undefined)),
    streaming,
    ...(streaming && framing !== 'sse' ? { streamsArray: true as const } : {}),
    maxTokens: generationConfig?.maxOutputTokens ?? null,
    choices: generationConfig?.candidateCount ?? 1,
    stop: generationConfig?.stopSequences ?? [],
    ...formatOf(generationConfig),
    reasoning: generationConfig?.thinkingConfig?.includeThoughts === true,
    onlyUpstreams: null,
    cache: 'read',
    prompt: [contents, systemInstruction, tools],
  };
}

const KINDS = ['web-search', 'code-execution'] as const;

function formatOf(config: Parsed['generationConfig']): Pick<AskedRequest, 'format'> {
  if (config?.responseMimeType !== 'application/json') return {};
  const { responseJsonSchema, responseSchema } = config;
  if (responseJsonSchema !== undefined) return { format: { schema: responseJsonSchema } };
  return { format: responseSchema === undefined ? {} : { schema: jsonSchemaOf(responseSchema) } };
}

/** Calls and results without an id get one here, by name and position. */
function messagesOf(contents: Parsed['contents']): AskedMessage[] {
  let open = new OpenCalls<IssuedCall>();
  return contents.flatMap(({ role, parts }, at) => {
    if (role === 'model') open = new OpenCalls();
    return parts.map((part, index): AskedMessage => {
      const path = `contents[${at}].parts[${index}]`;
      if (part.functionCall !== undefined) {
        const { id = path, name, args } = part.functionCall;
        open.add({ id, name });
        return { ...message('assistant', '', path), calls: [{ id, name, arguments: args }] };
      }
      if (part.functionResponse !== undefined) {
        const { id, name, response, parts: files = [] } = part.functionResponse;
        const text = [resultText(response), ...files.map(({ inlineData }) => inlineData.data)].join('\n');
        const answered = open.take(id === undefined ? { name } : { id });
        return { ...message('tool', text, path), answers: answered?.id ?? id ?? '' };
      }
      return message(
        role === 'model' ? 'assistant' : 'user',
        part.thought === true ? '' : (part.text ?? ''),
        path,
      );
    });
  });
}

function message(role: AskedMessage['role'], text: string, path: string): AskedMessage {
  return { role, text, calls: [], answers: null, path };
}

function choiceProblem({ tools, toolChoice }: AskedRequest): Refusal | null {
  const forced = toolChoice.kind === 'required' || toolChoice.kind === 'allowed';
  if (tools.length > 0 || !forced) return null;
  return invalidRequest('Function calling config is set without function_declarations.', WORDS.choicePath);
}

function hostedProblem({ hosted = [], tools }: AskedRequest, { toolConfig }: Parsed): Refusal | null {
  const isAsked = toolConfig?.includeServerSideToolInvocations === true;
  if (hosted.length === 0 || tools.length === 0 || isAsked) return null;
  return invalidRequest(
    'Please enable tool_config.include_server_side_tool_invocations to use Built-in tools with Function calling.',
    'toolConfig.includeServerSideToolInvocations',
  );
}

/** Requires a signature on the first call of every step of the current turn, and on all parts of server tools. */
function signatureProblem(contents: Json): Refusal | null {
  const { groups } = readContents(contents);
  const current = groups.filter((group) => group.side === 'model' && isInCurrentTurn(group, groups));
  const own = current.find(({ served }) =>
    served.some((part) => field(part, 'thoughtSignature') === undefined),
  );
  if (own !== undefined) {
    return invalidRequest(`${own.path}: Tool call part is missing thought_signature.`, own.path);
  }
  const bare = current.flatMap(({ calls: [first] }) =>
    first !== undefined && first.signature === undefined ? [first] : [],
  );
  const [first] = bare;
  if (first === undefined) return null;
  return invalidRequest(`${first.path}: the function call is missing a thought_signature.`, first.path);
}
