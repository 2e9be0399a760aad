import type { Terms } from '../../judge/check.ts';

/** The terms of the Responses API. The status of a complete answer does not say whether it has calls. */
export const terms: Terms = {
  finishField: 'status',
  finishes: ['completed', 'failed', 'in_progress', 'cancelled', 'queued', 'incomplete'],
  whole: ['completed'],
  calling: [],
  callingForced: [],
  cut: ['incomplete', 'failed', 'cancelled'],
  id: 'call_id',
  arguments: 'arguments',
  text: 'text',
  forbidding: 'tool_choice none',
  forcing: 'tool_choice required',
  counts: {
    prompt: 'input_tokens',
    completion: 'output_tokens',
    cached: 'cached_tokens',
    reasoning: 'reasoning_tokens',
  },
  markup: [],
  result: 'function_call_output',
  proofs: ['encrypted_content'],
};
