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
import { MESSAGES_PATHS } from '../../../answers/messages-member.ts';
import { OpenCalls } from '../../../answers/open-calls.ts';
import type { Refusal } from '../../../answers/refusal.ts';
import { schemaRefusal } from '../../../answers/schema-refusal.ts';
import type { SentRequest } from '../../../answers/service.ts';
import { names, unsupported } from '../../../answers/unsupported.ts';
import { isFilledText } from '../../../reading/presence.ts';
import { isObject, type JsonObject } from '../../../text/json.ts';

const WORDS: RequestWords = {
  ...MESSAGES_PATHS,
  choicePath: 'tools',
  orphan: ({ path }) => ({ message: `${path}: the tool message answers no call before it.`, param: path }),
  unanswered: (ids) => `No tool message answers ${ids.length === 1 ? 'a call' : `${ids.length} calls`}.`,
};

export function readRequest({ json }: SentRequest, offer: Offer): AskedRequest | Refusal {
  const parsed = requestSchema.safeParse(json);
  if (!parsed.success) return schemaRefusal(parsed.error);
  const request = toRequest(json, parsed.data);
  return (
    unsupported(json, SUPPORTED) ??
    unsupported(parsed.data.options ?? {}, OPTIONS, 'options') ??
    problemOf(request, offer, WORDS) ??
    request
  );
}

const SUPPORTED = names('model messages tools stream format think keep_alive options logprobs top_logprobs');
/** Only the names are needed: the model has a fixed answer, so sampling has no effect. */
const OPTIONS = names(`
  num_predict stop num_ctx num_keep num_batch num_gpu num_thread main_gpu use_mmap seed temperature top_k top_p min_p
  typical_p repeat_last_n repeat_penalty presence_penalty frequency_penalty penalize_newline
`);

const callSchema = z.looseObject({
  id: z.string().optional(),
  function: z.looseObject({ name: z.string(), arguments: z.looseObject({}) }),
});

const messageSchema = z.discriminatedUnion('role', [
  z.looseObject({ role: z.enum(['system', 'user']), content: z.string() }),
  z.looseObject({
    role: z.literal('assistant'),
    content: z.string().optional(),
    thinking: z.string().optional(),
    tool_calls: z.array(callSchema).min(1).optional(),
  }),
  z.looseObject({
    role: z.literal('tool'),
    content: z.string(),
    images: z.array(z.base64().min(1)).optional(),
    tool_name: z.string().optional(),
    tool_call_id: z.string().optional(),
  }),
]);

const requestSchema = z.looseObject({
  model: z.string().min(1),
  messages: z.array(messageSchema).min(1),
  tools: z
    .array(
      z.looseObject({
        type: z.literal('function'),
        function: z.looseObject({
          name: z.string().min(1),
          description: z.string().optional(),
          parameters: z.looseObject({}).optional(),
        }),
      }),
    )
    .nullish(),
  stream: z.boolean().nullish(),
  format: z.union([z.enum(['', 'json']), z.looseObject({})]).nullish(),
  think: z.union([z.boolean(), z.enum(['high', 'medium', 'low'])]).nullish(),
  options: z
    .looseObject({
      num_predict: z.int().optional(),
      stop: z.union([z.string(), z.array(z.string())]).optional(),
    })
    .nullish(),
});

type Parsed = z.output<typeof requestSchema>;

function toRequest(json: JsonObject, parsed: Parsed): AskedRequest {
  const { model, messages, tools, stream, format, think, options } = parsed;
  const limit = options?.num_predict ?? -1;
  return {
    json,
    model,
    messages: messagesOf(messages),
    tools: (tools ?? []).map(({ function: { name, description, parameters } }) => ({
      name,
      description,
      parameters,
      strict: false,
    })),
    toolChoice: { kind: 'auto' },
    parallelCalls: true,
    streaming: stream !== false,
    maxTokens: limit < 1 ? null : limit,
    choices: 1,
    stop: [options?.stop ?? []].flat(),
    ...(isObject(format) ? { format: { schema: format } } : format === 'json' ? { format: {} } : {}),
    reasoning: think !== undefined && think !== null && think !== false,
    onlyUpstreams: null,
    prompt: [messages, tools ?? []],
  };
}

/**
 * Calls without an id get one here. A result is matched by its id, otherwise by its name, otherwise by its position.
 */
function messagesOf(messages: Parsed['messages']): AskedMessage[] {
  let open = new OpenCalls<IssuedCall>();
  return messages.map((message, at): AskedMessage => {
    const path = `messages[${at}]`;
    switch (message.role) {
      case 'assistant': {
        const calls = (message.tool_calls ?? []).map(({ id, function: called }, place) => ({
          id: isFilledText(id) ? id : `${path}.tool_calls[${place}]`,
          name: called.name,
          arguments: called.arguments,
        }));
        open = new OpenCalls(calls);
        return { role: 'assistant', text: message.content ?? '', calls, answers: null, path };
      }
      case 'tool': {
        const answered = answeredBy(message, open);
        const text = [message.content, ...(message.images ?? [])].join('\n');
        return { role: 'tool', text, calls: [], answers: answered?.id ?? '', path };
      }
      default:
        return { role: message.role, text: message.content, calls: [], answers: null, path };
    }
  });
}

function answeredBy(
  { tool_call_id: id, tool_name: name }: JsonObject,
  open: OpenCalls<IssuedCall>,
): IssuedCall | undefined {
  if (isFilledText(id)) return open.take({ id });
  return open.take(isFilledText(name) ? { name } : 'any');
}
