import type { JsonObject } from '../../text/json.ts';
import { jsonText } from '../../text/json-text.ts';
import { limit } from '../limit.ts';
import { SAY_OK, tool } from '../small-scenario.ts';

export const schemaSize = limit({
  name: 'schema-size',
  question: 'How many characters may the schema of a tool have, as JSON?',
  from: 256,
  upTo: 65_536,
  asks: (number) => ({ prompt: SAY_OK, tools: [tool('note', { parameters: ofSize(number) })] }),
});

/** Returns a schema of the given size. The description of its only property fills it up. */
function ofSize(characters: number): JsonObject {
  const schema = (description: string): JsonObject => ({
    type: 'object',
    properties: { text: { type: 'string', description } },
  });
  return schema('x'.repeat(characters - jsonText(schema('')).length));
}
