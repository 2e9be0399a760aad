/** The fields that Chat Completions and its OpenRouter extension define. */

import { type Fields, mergeFields } from '../../../checks/unknown-fields.ts';
import type { Extension } from '../../../judge/check.ts';

const CALL: Fields = {
  id: null,
  type: null,
  function: { name: null, arguments: null },
  custom: null,
};

/** Only calls in deltas have an index. */
const CALL_DELTA: Fields = { ...CALL, index: null };

const MESSAGE: Fields = {
  role: null,
  content: null,
  refusal: null,
  tool_calls: CALL,
  function_call: null,
  annotations: null,
  audio: null,
};

const USAGE: Fields = {
  prompt_tokens: null,
  completion_tokens: null,
  total_tokens: null,
  prompt_tokens_details: { audio_tokens: null, cached_tokens: null, cache_write_tokens: null },
  completion_tokens_details: {
    accepted_prediction_tokens: null,
    audio_tokens: null,
    reasoning_tokens: null,
    rejected_prediction_tokens: null,
  },
};

const ENVELOPE: Fields = {
  id: null,
  object: null,
  created: null,
  model: null,
  service_tier: null,
  system_fingerprint: null,
  usage: USAGE,
  moderation: null,
  error: null,
};

const CHUNK: Fields = {
  ...ENVELOPE,
  obfuscation: null,
  choices: {
    index: null,
    delta: { ...MESSAGE, tool_calls: CALL_DELTA },
    finish_reason: null,
    logprobs: null,
  },
};

const COMPLETION: Fields = {
  ...ENVELOPE,
  choices: { index: null, message: MESSAGE, finish_reason: null, logprobs: null },
};

/** The fields that OpenRouter adds, at all levels. */
const OPENROUTER: Fields = {
  provider: null,
  usage: {
    cost: null,
    is_byok: null,
    cost_details: {
      upstream_inference_cost: null,
      upstream_inference_prompt_cost: null,
      upstream_inference_completions_cost: null,
    },
    server_tool_use: null,
    prompt_tokens_details: { video_tokens: null },
    completion_tokens_details: { image_tokens: null },
  },
  choices: {
    native_finish_reason: null,
    error: null,
    delta: { reasoning: null, reasoning_details: null, images: null },
    message: { reasoning: null, reasoning_details: null, images: null },
  },
};

const PLAIN = { chunk: CHUNK, completion: COMPLETION } as const;
const UNDER_OPENROUTER = {
  chunk: mergeFields(CHUNK, OPENROUTER),
  completion: mergeFields(COMPLETION, OPENROUTER),
} as const;

/** Returns the fields that a chunk or a completion may have. */
export function fieldsOf(kind: 'chunk' | 'completion', extensions: ReadonlySet<Extension>): Fields {
  return (extensions.has('openrouter') ? UNDER_OPENROUTER : PLAIN)[kind];
}
