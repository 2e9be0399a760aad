/** The fields of a line. A buffered body has the same fields. */
import type { Fields } from '../../../checks/unknown-fields.ts';

/** Durations, in nanoseconds. */
export const DURATIONS = [
  'total_duration',
  'load_duration',
  'prompt_eval_duration',
  'eval_duration',
] as const;

const LOGPROBS: Fields = { token: null, logprob: null, bytes: null, top_logprobs: null };

export const FIELDS: Fields = {
  model: null,
  remote_model: null,
  remote_host: null,
  created_at: null,
  message: {
    role: null,
    content: null,
    thinking: null,
    images: null,
    tool_calls: {
      id: null,
      type: null,
      function: { index: null, name: null, description: null, arguments: null },
    },
    tool_name: null,
    tool_call_id: null,
  },
  done: null,
  done_reason: null,
  prompt_eval_count: null,
  eval_count: null,
  ...Object.fromEntries(DURATIONS.map((name) => [name, null])),
  logprobs: LOGPROBS,
  error: null,
};
