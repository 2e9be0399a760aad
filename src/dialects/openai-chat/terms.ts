import type { Terms } from '../../judge/check.ts';

/** The words of Chat Completions; OpenRouter adds `error`. */
export const terms: Terms = {
  finishField: 'finish_reason',
  finishes: ['stop', 'length', 'tool_calls', 'content_filter', 'function_call'],
  finishesUnder: { openrouter: ['error'] },
  whole: ['stop'],
  calling: ['tool_calls'],
  callingForced: ['stop'],
  cut: ['length', 'content_filter'],
  markup: [],
  result: 'tool message',
};
