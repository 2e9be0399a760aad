/** The fields that Converse and ConverseStream define. */

import type { Fields } from '../../../checks/unknown-fields.ts';
import type { Chunk } from '../../../evidence/frames/event-stream.ts';

const USAGE: Fields = {
  inputTokens: null,
  outputTokens: null,
  totalTokens: null,
  cacheReadInputTokens: null,
  cacheWriteInputTokens: null,
  // Bedrock also sends these names for the two documented counters.
  cacheReadInputTokenCount: null,
  cacheWriteInputTokenCount: null,
  cacheDetails: null,
  serverToolUsage: null,
};

const TOOL_USE: Fields = { toolUseId: null, name: null, input: null, type: null };
const TOOL_RESULT: Fields = { toolUseId: null, content: null, status: null, type: null };

/** Fields inside blocks that do not concern tool calling are not checked. */
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

/** Every event may have padding, which hides the length of the data. */
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

/**
 * Returns the fields that an event or a buffered body may have. Returns null for unknown events, including exceptions.
 */
export function fieldsOf({ event, sse }: Chunk): Fields | null {
  return event === null ? BODY : (EVENTS.get(sse?.name ?? '') ?? null);
}
