import { limit } from '../limit.ts';
import { SAY_OK, tool } from '../small-scenario.ts';

export const schemaProperties = limit({
  name: 'schema-properties',
  question: 'How many properties may the schema of a tool have?',
  from: 1,
  upTo: 1024,
  asks: (number) => {
    const names = Array.from({ length: number }, (_, at) => `p${at + 1}`);
    const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
    return { prompt: SAY_OK, tools: [tool('note', { parameters: { type: 'object', properties } })] };
  },
});
