import { limit } from '../limit.ts';
import { SAY_OK, tool } from '../small-scenario.ts';

/** Only the limit grows; the answer remains one word. */
export const answerTokens = limit({
  name: 'answer-tokens',
  question: 'How many tokens may a request allow its answer?',
  from: 256,
  upTo: 524_288,
  asks: (number) => ({ prompt: SAY_OK, tools: [tool('note')], maxTokens: number }),
});
