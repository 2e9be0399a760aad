import { limit } from '../limit.ts';
import { SAY_OK, tool } from '../small-scenario.ts';

export const enumValues = limit({
  name: 'enum-values',
  question: 'How many values may an enum of a schema have?',
  from: 1,
  upTo: 2048,
  asks: (number) => {
    const values = Array.from({ length: number }, (_, at) => `v${at + 1}`);
    const properties = { text: { type: 'string', enum: values } };
    return { prompt: SAY_OK, tools: [tool('note', { parameters: { type: 'object', properties } })] };
  },
});
