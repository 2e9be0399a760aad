/** Renders the answers of a conforming provider in the Converse format. */
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
import type { JsonObject } from '../../../text/json.ts';
import { jsonText } from '../../../text/json-text.ts';
import { callBlock, HOSTED } from '../codec/encode.ts';

export const converseRenderer: Renderer = { framing: 'aws-frames', streamed, buffered };

/**
 * Returns messageStart, each block up to its stop (thoughts, text word by word, calls in fragments), messageStop and
 * metadata.
 */
export function streamed(envelope: Envelope, answer: Answer): ScriptedEvent[] {
  return [
    event('messageStart', { role: 'assistant' }),
    ...streamedBlocks(answer, envelope).flatMap(({ start, deltas }, contentBlockIndex) => [
      ...(start === undefined ? [] : [event('contentBlockStart', { contentBlockIndex, start })]),
      ...deltas.map((delta) => event('contentBlockDelta', { contentBlockIndex, delta })),
      event('contentBlockStop', { contentBlockIndex }),
    ]),
    event('messageStop', { stopReason: reasonOf(answer) }),
    event('metadata', { usage: usageJson(answer.usage), metrics: METRICS }),
  ];
}

/** The answer as one body. */
export function buffered(envelope: Envelope, answer: Answer): Draft {
  const { text, reasoning, signature = '', calls = [] } = answer;
  return structuredClone({
    output: {
      message: {
        role: 'assistant',
        content: [
          ...(reasoning === undefined
            ? []
            : [{ reasoningContent: { reasoningText: { text: reasoning, signature } } }]),
          ...servedBlocks(answer, envelope),
          ...(text === undefined ? [] : [{ text }]),
          ...calls.map(callBlock),
        ],
      },
    },
    stopReason: reasonOf(answer),
    usage: usageJson(answer.usage),
    metrics: METRICS,
  });
}

/** Usage as Claude reports it: inputTokens excludes the cache counters. */
function usageJson({ prompt, completion, cached = 0, written = 0 }: Tokens): JsonObject {
  return {
    inputTokens: prompt - cached - written,
    outputTokens: completion,
    totalTokens: prompt + completion,
    cacheReadInputTokens: cached,
    cacheWriteInputTokens: written,
  };
}

const METRICS = { latencyMs: 412 } as const;

/** One event in a frame. */
export function event(type: string, json: JsonObject): ScriptedEvent {
  return { lines: headers('event', ':event-type', type), data: structuredClone({ ...json }) };
}

/** An exception in a frame; it ends a stream. */
export function exception(type: string, message: string): ScriptedEvent {
  return { lines: headers('exception', ':exception-type', type), data: { message } };
}

function headers(kind: string, name: string, value: string): string[] {
  return [`${name}: ${value}`, ':content-type: application/json', `:message-type: ${kind}`];
}

interface StreamedBlock {
  readonly start?: JsonObject;
  readonly deltas: readonly JsonObject[];
}

function streamedBlocks(answer: Answer, envelope: Envelope): StreamedBlock[] {
  const { text, reasoning, signature = '', calls = [] } = answer;
  return [
    ...(reasoning === undefined ? [] : [thoughtBlock(reasoning, signature)]),
    ...servedBlocks(answer, envelope).map(streamedServed),
    ...(text === undefined ? [] : [{ deltas: words(text).map((word) => ({ text: word })) }]),
    ...calls.map(streamedCall),
  ];
}

function thoughtBlock(reasoning: string, signature: string): StreamedBlock {
  return {
    deltas: [
      ...words(reasoning).map((word) => ({ reasoningContent: { text: word } })),
      { reasoningContent: { signature } },
    ],
  };
}

/** Only tool calls and their results have a start event. */
function streamedCall({ id, name, arguments: text }: AnsweredCall): StreamedBlock {
  return {
    start: { toolUse: { toolUseId: id, name } },
    deltas: fragments(text).map((fragment) => ({ toolUse: { input: fragment } })),
  };
}

/** A server tool call and its result. The results of a search are hidden. */
function servedBlocks({ served }: Answer, { id }: Envelope): ServedBlock[] {
  if (served?.kind !== 'web-search' && served?.kind !== 'code-execution') return [];
  const name = HOSTED[served.kind];
  const toolUseId = `tooluse_${id.replace(/[^a-zA-Z0-9]/gu, '')}`;
  const [input, text] =
    served.kind === 'web-search'
      ? [{ query: served.query }, '[HIDDEN]']
      : [
          { snippet: served.code },
          jsonText({ stdOut: served.output, stdErr: '', exitCode: 0, isError: false }),
        ];
  return [
    { toolUse: { toolUseId, name, input, type: 'server_tool_use' } },
    { toolResult: { toolUseId, status: 'success', type: `${name}_result`, content: [{ text }] } },
  ];
}

type ServedBlock = { readonly toolUse: JsonObject } | { readonly toolResult: JsonObject };

function streamedServed(block: ServedBlock): StreamedBlock {
  if ('toolUse' in block) {
    const { input = {}, ...toolUse } = block.toolUse;
    return {
      start: { toolUse },
      deltas: fragments(jsonText(input)).map((piece) => ({ toolUse: { input: piece } })),
    };
  }
  const { content = [], ...toolResult } = block.toolResult;
  return { start: { toolResult }, deltas: [{ toolResult: content }] };
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
