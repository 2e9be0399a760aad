import type { Terms } from '../../judge/check.ts';

/** The terms of Chat Completions. OpenRouter's `error` is an error, not a finish reason. */
export const terms: Terms = {
  finishField: 'finish_reason',
  finishes: ['stop', 'length', 'tool_calls', 'content_filter', 'function_call'],
  whole: ['stop'],
  calling: ['tool_calls'],
  callingForced: ['stop'],
  cut: ['length', 'content_filter'],
  id: 'id',
  arguments: 'arguments',
  text: 'content',
  forbidding: 'tool_choice none',
  forcing: 'tool_choice required',
  counts: {
    prompt: 'prompt_tokens',
    completion: 'completion_tokens',
    cached: 'cached_tokens',
    reasoning: 'reasoning_tokens',
  },
  markup: [],
  result: 'tool message',
  proofs: [],
};
