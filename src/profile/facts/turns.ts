import { limit } from '../limit.ts';
import { roundOf, SAY_OK, tool } from '../small-scenario.ts';

export const turns = limit({
  name: 'turns',
  question: 'How many rounds of a call and its result may the history hold?',
  from: 1,
  upTo: 256,
  asks: (number) => ({
    prompt: SAY_OK,
    tools: [tool('note')],
    history: Array.from({ length: number }, (_, at) => roundOf(at + 1)).flat(),
  }),
});
