import { limit } from '../limit.ts';
import { SAY_OK, tool } from '../small-scenario.ts';

export const toolDescriptionLength = limit({
  name: 'tool-description-length',
  question: 'How many characters may the description of a tool have?',
  from: 64,
  upTo: 32_768,
  asks: (number) => ({
    prompt: SAY_OK,
    tools: [tool('note', { description: 'Keeps a text. '.repeat(number).slice(0, number) })],
  }),
});
