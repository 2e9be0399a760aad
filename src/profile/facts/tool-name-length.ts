import { limit } from '../limit.ts';
import { SAY_OK, tool } from '../small-scenario.ts';

export const toolNameLength = limit({
  name: 'tool-name-length',
  question: 'How many characters may the name of a tool have?',
  from: 1,
  upTo: 256,
  asks: (number) => ({ prompt: SAY_OK, tools: [tool('n'.repeat(number))] }),
});
