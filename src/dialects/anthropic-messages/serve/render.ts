/** Renders the answers of a conforming provider in the Messages format. */
import {
  type Answer,
  type AnsweredCall,
  type Envelope,
  fragments,
  type Tokens,
  words,
} from '../../../answers/answer.ts';
import type { Renderer } from '../../../answers/renderer.ts';
import type { Draft, ScriptedEvent } from '../../../answers/script.ts';
import { listOf } from '../../../reading/presence.ts';
import type { Served } from '../../../scenarios/script.ts';
import { isObject, type JsonObject } from '../../../text/json.ts';
import { jsonText } from '../../../text/json-text.ts';
import { callBlock, HOSTED } from '../codec/encode.ts';

export const messagesRenderer: Renderer = { streamed, buffered };

/**
 * Returns message_start, each block from start to stop (thoughts, text word by word, calls in fragments), message_delta
 * and message_stop.
 */
export function streamed(envelope: Envelope, answer: Answer): ScriptedEvent[] {
  const usage = usageJson(answer.usage);
  const message = { ...headOf(envelope), content: [], stop_reason: null, stop_sequence: null };
  return [
    event('message_start', { message: { ...message, usage: { ...usage, output_tokens: 1, ...NOT_YET } } }),
    ...streamedBlocks(answer, envelope).flatMap(({ start, deltas }, index) => [
      event('content_block_start', { index, content_block: start }),
      ...deltas.flatMap((delta, at) => [
        event('content_block_delta', { index, delta }),
        ...(start['type'] === 'tool_use' && (at + 1) % PINGED === 0 ? [event('ping', {})] : []),
      ]),
      event('content_block_stop', { index }),
    ]),
    event('message_delta', {
      delta: {
        stop_reason: reasonOf(answer),
        stop_sequence: answer.stoppedAt ?? null,
        ...containerOf(answer, envelope),
      },
      usage,
    }),
    event('message_stop', {}),
  ];
}

/** The answer as one body. */
export function buffered(envelope: Envelope, answer: Answer): Draft {
  const { text, reasoning, signature = '', served, calls = [] } = answer;
  return structuredClone({
    ...headOf(envelope),
    content: [
      ...(reasoning === undefined ? [] : [{ type: 'thinking', thinking: reasoning, signature }]),
      ...calls.filter(isServed).flatMap(servedBlocks),
      ...(served === undefined ? [] : blocksOf(served, envelope)),
      ...(text === undefined ? [] : [{ type: 'text', text }]),
      ...calls
        .filter((call) => !isServed(call))
        .map((call) => ({ ...callBlock(call), ...callerOf(answer, envelope) })),
    ],
    stop_reason: reasonOf(answer),
    stop_sequence: answer.stoppedAt ?? null,
    ...containerOf(answer, envelope),
    usage: usageJson(answer.usage),
  });
}

/** Returns true if the id marks a call that the provider runs itself. */
function isServed({ id }: AnsweredCall): boolean {
  return id.startsWith('srvtoolu_');
}

/** A server tool call, followed by its empty result. */
function servedBlocks(call: AnsweredCall): JsonObject[] {
  const { id, name } = call;
  return [
    { ...callBlock(call), type: 'server_tool_use' },
    { type: `${name}_tool_result`, tool_use_id: id, content: [] },
  ];
}

/** The server tool calls of an answer, with their results. */
function blocksOf(served: Served, envelope: Envelope): readonly JsonObject[] {
  const id = servedId(envelope);
  if (served.kind === 'code-output') return [outputBlock(served.output, envelope)];
  if (served.kind === 'code-execution') return executedBlocks(served, id);
  const { name } = HOSTED[served.kind];
  const call = { type: 'server_tool_use', id, name };
  if (served.kind === 'code') return [{ ...call, input: { code: served.code } }];
  if (served.kind === 'web-search') {
    const content = served.found.map(({ title, url }, at) => ({
      type: 'web_search_result',
      title,
      url,
      encrypted_content: `Eo8C${id.slice(9)}${at}`,
      page_age: null,
    }));
    return [
      { ...call, input: { query: served.query } },
      { type: 'web_search_tool_result', tool_use_id: id, content },
    ];
  }
  const tool_references = served.found.map((tool_name) => ({ type: 'tool_reference', tool_name }));
  const content = { type: 'tool_search_tool_search_result', tool_references };
  return [
    { ...call, input: { pattern: served.query } },
    { type: 'tool_search_tool_result', tool_use_id: id, content },
  ];
}

/** The code execution tool gives the model a shell, under a different name. */
function executedBlocks({ code, output: stdout }: Executed, id: string): readonly JsonObject[] {
  const name = 'bash_code_execution';
  const content = { type: 'bash_code_execution_result', stdout, stderr: '', return_code: 0, content: [] };
  return [
    { type: 'server_tool_use', id, name, input: { command: `python3 -c '${code}'` } },
    { type: 'bash_code_execution_tool_result', tool_use_id: id, content },
  ];
}

type Executed = Extract<Served, { readonly kind: 'code-execution' }>;

function servedId({ id }: Envelope): string {
  return `srvtoolu_${id.replace(/^[a-z]+[_-]/u, '')}`;
}

/** The output of code that an earlier answer started. */
function outputBlock(stdout: string, { asked = {} }: Envelope): JsonObject {
  const begun = listOf(asked['messages'])
    .flatMap((message) => (isObject(message) ? listOf(message['content']) : []))
    .findLast((block) => isObject(block) && block['name'] === HOSTED.code.name);
  const content = { type: 'code_execution_result', stdout, stderr: '', return_code: 0, content: [] };
  return {
    type: 'code_execution_tool_result',
    tool_use_id: isObject(begun) ? (begun['id'] ?? null) : null,
    content,
  };
}

/** A call made by code names that code. */
function callerOf({ served }: Pick<Answer, 'served'>, envelope: Envelope): JsonObject {
  if (served?.kind !== 'code') return {};
  return { caller: { type: HOSTED.code.type, tool_id: servedId(envelope) } };
}

/** A call made by code is not streamed in deltas. */
function callByCode(call: AnsweredCall, answer: Pick<Answer, 'served'>, envelope: Envelope): StreamedBlock {
  return { start: { ...callBlock(call), ...callerOf(answer, envelope) }, deltas: [] };
}

const RUNS_CODE: readonly Served['kind'][] = ['code-execution', 'code', 'code-output'];

/** The container that runs the code; the same as before if the request names it. */
function containerOf({ served }: Answer, { id, created, asked = {} }: Envelope): JsonObject {
  if (served === undefined || !RUNS_CODE.includes(served.kind)) return {};
  const expires_at = new Date((created + 300) * 1000).toISOString();
  return { container: { id: asked['container'] ?? `container_${id.replace(/^[a-z]+_/u, '')}`, expires_at } };
}

/** A server tool call is streamed in fragments; its result is sent at once. */
function streamedServed(block: JsonObject): StreamedBlock {
  const { input, ...start } = block;
  if (input === undefined) return { start: block, deltas: [] };
  return {
    start: { ...start, input: {} },
    deltas: ['', ...fragments(jsonText(input))].map((fragment) => ({
      type: 'input_json_delta',
      partial_json: fragment,
    })),
  };
}

/** Usage as the reference defines it, with OpenRouter's additions. */
export function usageJson({
  prompt,
  completion,
  reasoning,
  cached = 0,
  written = 0,
  bill,
}: Tokens): JsonObject {
  return {
    input_tokens: prompt - cached - written,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: cached,
    cache_creation: { ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: 0 },
    output_tokens: completion,
    output_tokens_details: { thinking_tokens: reasoning },
    ...(bill === undefined
      ? {}
      : {
          cost: bill.prompt + bill.completion,
          is_byok: false,
          cost_details: { upstream_inference_cost: bill.prompt + bill.completion },
        }),
  };
}

/** One event under its name. */
export function event(type: string, json: JsonObject): ScriptedEvent {
  return { lines: [`event: ${type}`], data: structuredClone({ type, ...json }) };
}

/** After this many deltas of a call, a ping keeps the connection open. */
const PINGED = 20;

/** The output details are not known yet at message_start. */
const NOT_YET = { output_tokens_details: { thinking_tokens: 0 } };

function headOf({ provider, id, model }: Envelope): JsonObject {
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    ...(provider === undefined ? {} : { provider }),
  };
}

interface StreamedBlock {
  readonly start: JsonObject;
  readonly deltas: readonly JsonObject[];
}

function streamedBlocks(
  { text, reasoning, signature = '', served, calls = [] }: Answer,
  envelope: Envelope,
): StreamedBlock[] {
  return [
    ...(reasoning === undefined ? [] : [thoughtBlock(reasoning, signature)]),
    ...(served === undefined ? [] : blocksOf(served, envelope).map(streamedServed)),
    ...(text === undefined ? [] : [textBlock(text)]),
    ...calls.map((call) =>
      served?.kind === 'code' ? callByCode(call, { served }, envelope) : streamedCall(call),
    ),
  ];
}

function thoughtBlock(reasoning: string, signature: string): StreamedBlock {
  return {
    start: { type: 'thinking', thinking: '', signature: '' },
    deltas: [
      ...words(reasoning).map((word) => ({ type: 'thinking_delta', thinking: word })),
      { type: 'signature_delta', signature },
    ],
  };
}

function textBlock(text: string): StreamedBlock {
  return {
    start: { type: 'text', text: '' },
    deltas: words(text).map((word) => ({ type: 'text_delta', text: word })),
  };
}

/** The first fragment is empty, as the first party sends it. */
function streamedCall({ id, name, arguments: text }: AnsweredCall): StreamedBlock {
  return {
    start: { type: 'tool_use', id, name, input: {} },
    deltas: ['', ...fragments(text)].map((fragment) => ({
      type: 'input_json_delta',
      partial_json: fragment,
    })),
  };
}

const REASONS: Readonly<Record<string, string>> = {
  stop: 'end_turn',
  tool_calls: 'tool_use',
  length: 'max_tokens',
};

function reasonOf({ finish, stoppedAt }: Answer): string {
  if (finish === 'stop' && stoppedAt !== undefined) return 'stop_sequence';
  return REASONS[finish] ?? finish;
}
