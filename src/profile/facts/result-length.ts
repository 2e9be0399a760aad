import { limit } from '../limit.ts';
import { roundOf, SAY_OK, tool } from '../small-scenario.ts';

export const resultLength = limit({
  name: 'result-length',
  question: 'How many characters may the result of a call have?',
  from: 64,
  upTo: 131_072,
  asks: (number) => ({
    prompt: SAY_OK,
    tools: [tool('note')],
    history: roundOf(1, { result: 'kept '.repeat(number).slice(0, number) }),
  }),
});
