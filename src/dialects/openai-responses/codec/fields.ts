/** The fields that the Responses API and OpenRouter's form of it define. */

import { type Fields, mergeFields } from '../../../checks/unknown-fields.ts';
import type { Extension } from '../../../judge/check.ts';

const PART: Fields = { type: null, text: null, refusal: null, annotations: null, logprobs: null };

/** The fields of all item types that are checked. */
const ITEM: Fields = {
  type: null,
  id: null,
  status: null,
  role: null,
  phase: null,
  content: PART,
  call_id: null,
  name: null,
  namespace: null,
  arguments: null,
  summary: { type: null, text: null },
  encrypted_content: null,
  // The creator of the item, on every item that a stored history may contain.
  created_by: null,
  caller: null,
  image: null,
};

const USAGE: Fields = {
  input_tokens: null,
  input_tokens_details: { cached_tokens: null, cache_write_tokens: null },
  output_tokens: null,
  output_tokens_details: { reasoning_tokens: null },
  total_tokens: null,
};

const RESPONSE: Fields = {
  ...Object.fromEntries(
    [
      'tool_usage access_programs prompt_cache_diagnostics',
      'id object created_at completed_at model status background error incomplete_details instructions conversation',
      'max_output_tokens max_tool_calls metadata moderation parallel_tool_calls previous_response_id prompt prompt_cache_key',
      'prompt_cache_retention prompt_cache_options reasoning safety_identifier service_tier store temperature text',
      'tool_choice tools top_logprobs top_p truncation user billing frequency_penalty presence_penalty output_text',
      'context_management',
    ]
      .join(' ')
      .split(' ')
      .map((name) => [name, null] as const),
  ),
  usage: USAGE,
  output: ITEM,
};

const OPENROUTER: Fields = {
  usage: {
    cost: null,
    is_byok: null,
    cost_details: {
      upstream_inference_cost: null,
      upstream_inference_input_cost: null,
      upstream_inference_output_cost: null,
    },
  },
};

const UNDER_OPENROUTER = mergeFields(RESPONSE, OPENROUTER);

export function responseFields(extensions: ReadonlySet<Extension>): Fields {
  return extensions.has('openrouter') ? UNDER_OPENROUTER : RESPONSE;
}

export const ITEM_FIELDS = ITEM;
