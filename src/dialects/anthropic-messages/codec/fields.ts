/** The fields that the Messages API, its variants and OpenRouter define. */

import { type Fields, mergeFields } from '../../../checks/unknown-fields.ts';
import type { Chunk } from '../../../evidence/frames/event-stream.ts';
import type { Extension } from '../../../judge/check.ts';
import { type Json, wordOf } from '../../../text/json.ts';
import { isErrorEvent } from './assemble.ts';

const USAGE: Fields = {
  input_tokens: null,
  output_tokens: null,
  cache_creation_input_tokens: null,
  cache_read_input_tokens: null,
  cache_creation: { ephemeral_5m_input_tokens: null, ephemeral_1h_input_tokens: null },
  output_tokens_details: { thinking_tokens: null },
  server_tool_use: null,
  service_tier: null,
  inference_geo: null,
  iterations: null,
  speed: null,
  fallback_credit: null,
};

/** Fields inside the blocks of server tools are not checked, because each tool defines its own. */
const BLOCK: Fields = {
  type: null,
  text: null,
  citations: null,
  thinking: null,
  signature: null,
  data: null,
  id: null,
  name: null,
  input: null,
  caller: null,
  toolset_name: null,
  tool_use_id: null,
  content: null,
  is_error: null,
  server_name: null,
  file_id: null,
  encrypted_content: null,
  from: null,
  to: null,
  trigger: null,
};

const MESSAGE: Fields = {
  id: null,
  type: null,
  role: null,
  model: null,
  content: BLOCK,
  stop_reason: null,
  stop_sequence: null,
  stop_details: null,
  usage: USAGE,
  container: null,
  context_management: null,
  input_transformations: null,
  diagnostics: null,
};

const EVENTS: ReadonlyMap<string, Fields> = new Map<string, Fields>(
  Object.entries({
    message_start: { type: null, message: MESSAGE },
    content_block_start: { type: null, index: null, content_block: BLOCK },
    content_block_delta: {
      type: null,
      index: null,
      delta: {
        type: null,
        text: null,
        partial_json: null,
        thinking: null,
        signature: null,
        citation: null,
        estimated_tokens: null,
        content: null,
        encrypted_content: null,
      },
    },
    content_block_stop: { type: null, index: null },
    message_delta: {
      type: null,
      delta: { stop_reason: null, stop_sequence: null, stop_details: null, container: null },
      usage: USAGE,
      context_management: null,
      input_transformations: null,
    },
    message_stop: { type: null, 'amazon-bedrock-invocationMetrics': null },
    ping: { type: null },
  }),
);

const MONEY: Fields = { cost: null, cost_details: null, is_byok: null };
const ROUTED: Fields = { provider: null, usage: MONEY };

/** The fields that OpenRouter adds. */
const OPENROUTER: Fields = { ...ROUTED, message: ROUTED };

const EVENTS_UNDER_OPENROUTER: ReadonlyMap<string, Fields> = new Map(
  [...EVENTS].map(([type, fields]) => [type, mergeFields(fields, OPENROUTER)]),
);
const PLAIN = { events: EVENTS, body: MESSAGE } as const;
const UNDER_OPENROUTER = {
  events: EVENTS_UNDER_OPENROUTER,
  body: mergeFields(MESSAGE, OPENROUTER),
} as const;

/** Returns true for the event types of the dialect, including `error`. */
export function isKnownEvent(type: string): boolean {
  return type === 'error' || EVENTS.has(type);
}

/**
 * Returns a lookup of the fields that an event or a buffered body may have. Returns null for errors, which errors/*
 * judges, and for new event types, which events/known reports.
 */
export function fieldsUnder(extensions: ReadonlySet<Extension>): (chunk: Chunk) => Fields | null {
  const known = extensions.has('openrouter') ? UNDER_OPENROUTER : PLAIN;
  let last: { readonly type: Json; readonly fields: Fields | null } = { type: undefined, fields: null };
  return ({ event, json }) => {
    if (event === null) return isErrorEvent(json) ? null : known.body;
    // Consecutive events mostly have the same type, and a comparison is faster than a lookup.
    if (json['type'] !== last.type)
      last = { type: json['type'], fields: known.events.get(wordOf(json['type'])) ?? null };
    return last.fields;
  };
}
