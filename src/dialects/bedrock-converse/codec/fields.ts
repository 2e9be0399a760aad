/** The fields that Converse and ConverseStream define. */

import type { Fields } from '../../../checks/unknown-fields.ts';
import type { Chunk } from '../../../evidence/frames/event-stream.ts';

const USAGE: Fields = {
  inputTokens: null,
  outputTokens: null,
  totalTokens: null,
  cacheReadInputTokens: null,
  cacheWriteInputTokens: null,
  // Sent beside the documented names of the two counters.
  cacheReadInputTokenCount: null,
  cacheWriteInputTokenCount: null,
  cacheDetails: null,
  serverToolUsage: null,
};

const TOOL_USE: Fields = { toolUseId: null, name: null, input: null, type: null };
const TOOL_RESULT: Fields = { toolUseId: null, content: null, status: null, type: null };

/** What is of no matter for tool calling is looked into no further. */
const BLOCK: Fields = {
  text: null,
  toolUse: TOOL_USE,
  toolResult: TOOL_RESULT,
  reasoningContent: { reasoningText: { text: null, signature: null }, redactedContent: null },
  citationsContent: null,
  image: null,
  document: null,
  video: null,
  audio: null,
  searchResult: null,
  guardContent: null,
  cachePoint: null,
  toolAddition: null,
  toolRemoval: null,
};

const BODY: Fields = {
  output: { message: { role: null, content: BLOCK } },
  stopReason: null,
  usage: USAGE,
  metrics: { latencyMs: null },
  additionalModelResponseFields: null,
  trace: null,
  performanceConfig: null,
  serviceTier: null,
};

/** Of every event: it hides how long the others are. */
const PADDING: Fields = { p: null };

const EVENTS: ReadonlyMap<string, Fields> = new Map<string, Fields>(
  Object.entries({
    messageStart: { ...PADDING, role: null },
    contentBlockStart: {
      ...PADDING,
      contentBlockIndex: null,
      start: { toolUse: TOOL_USE, toolResult: TOOL_RESULT, image: null },
    },
    contentBlockDelta: {
      ...PADDING,
      contentBlockIndex: null,
      delta: {
        text: null,
        toolUse: { input: null },
        toolResult: null,
        reasoningContent: { text: null, signature: null, redactedContent: null },
        citation: null,
        image: null,
      },
    },
    contentBlockStop: { ...PADDING, contentBlockIndex: null },
    messageStop: { ...PADDING, stopReason: null, additionalModelResponseFields: null },
    metadata: {
      ...PADDING,
      usage: USAGE,
      metrics: { latencyMs: null },
      trace: null,
      performanceConfig: null,
      serviceTier: null,
    },
  }),
);

export function isKnownEvent(name: string): boolean {
  return EVENTS.has(name);
}

/** The fields that an event, or the buffered body, may have; null where nobody knows them, as of an exception. */
export function fieldsOf({ event, sse }: Chunk): Fields | null {
  return event === null ? BODY : (EVENTS.get(sse?.name ?? '') ?? null);
}
