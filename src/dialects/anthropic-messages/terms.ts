import type { Terms } from '../../judge/check.ts';

/** The terms of the Messages API. */
export const terms: Terms = {
  finishField: 'stop_reason',
  finishes: [
    'end_turn',
    'max_tokens',
    'stop_sequence',
    'tool_use',
    'pause_turn',
    'compaction',
    'refusal',
    'model_context_window_exceeded',
  ],
  whole: ['end_turn'],
  calling: ['tool_use'],
  callingForced: [],
  cut: ['max_tokens', 'model_context_window_exceeded', 'refusal', 'pause_turn', 'compaction'],
  id: 'id',
  arguments: 'input',
  text: 'text',
  forbidding: 'tool_choice none',
  forcing: 'tool_choice any',
  counts: {
    prompt: 'input_tokens',
    completion: 'output_tokens',
    cached: 'cache_read_input_tokens',
    reasoning: 'thinking_tokens',
  },
  markup: ['<function_calls>', '</function_calls>', '<invoke name=', '</invoke>', '<parameter name='],
  result: 'tool_result',
  proofs: ['signature', 'data'],
};
