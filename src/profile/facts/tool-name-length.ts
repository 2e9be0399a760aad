import { limit } from '../limit.ts';
import { SAY_OK, tool } from '../small-scenario.ts';
import { LONGEST_NAME } from '../tried-names.ts';

export const toolNameLength = limit({
  name: 'tool-name-length',
  question: 'How many characters may the name of a tool have?',
  from: 1,
  upTo: LONGEST_NAME,
  asks: (number) => ({ prompt: SAY_OK, tools: [tool('n'.repeat(number))] }),
});
