import type { Terms } from '../../judge/check.ts';

/** The terms of Bedrock's Converse. */
export const terms: Terms = {
  finishField: 'stopReason',
  finishes: [
    'end_turn',
    'tool_use',
    'max_tokens',
    'stop_sequence',
    'guardrail_intervened',
    'content_filtered',
    'malformed_model_output',
    'malformed_tool_use',
    'model_context_window_exceeded',
  ],
  whole: ['end_turn'],
  calling: ['tool_use'],
  callingForced: [],
  cut: [
    'max_tokens',
    'guardrail_intervened',
    'content_filtered',
    'malformed_model_output',
    'malformed_tool_use',
    'model_context_window_exceeded',
  ],
  id: 'toolUseId',
  arguments: 'input',
  text: 'text',
  forbidding: 'no toolChoice',
  forcing: 'toolChoice any',
  counts: {
    prompt: 'inputTokens',
    completion: 'outputTokens',
    cached: 'cacheReadInputTokens',
    reasoning: 'reasoning tokens',
  },
  markup: ['<function_calls>', '</function_calls>', '<invoke name=', '</invoke>', '<parameter name='],
  result: 'toolResult',
  proofs: ['signature', 'redactedContent'],
};
