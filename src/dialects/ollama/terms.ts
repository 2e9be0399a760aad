import type { Terms } from '../../judge/check.ts';

/** The terms of Ollama. It has no separate reason for an answer with calls. */
export const terms: Terms = {
  finishField: 'done_reason',
  finishes: ['stop', 'length', 'load', 'unload'],
  whole: ['stop'],
  calling: ['stop'],
  callingForced: [],
  cut: ['length'],
  id: 'id',
  arguments: 'arguments',
  text: 'content',
  forbidding: 'no field',
  forcing: 'no field',
  counts: {
    prompt: 'prompt_eval_count',
    completion: 'eval_count',
    cached: 'cached tokens',
    reasoning: 'tokens of thinking',
  },
  markup: [],
  result: 'tool message',
  proofs: [],
};
