/** The conversation about code words, which contract facts alter: a model cannot guess the words. */
import { tool } from './small-scenario.ts';

/** The code words by city. */
export const CODE_WORDS = { Oslo: 'quorvel', Lima: 'zimbrath' } as const;

export const CODE_WORDS_PROMPT =
  'What are the code words of Oslo and Lima? Call code_word once for each city, both at once. Say both words.';

export const CODE_WORD_TOOL = tool('code_word', {
  description: 'The code word of a city.',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
});
