import type { JsonObject } from '../../text/json.ts';
import { limit } from '../limit.ts';
import { SAY_OK, tool } from '../small-scenario.ts';

export const schemaDepth = limit({
  name: 'schema-depth',
  question: 'How many objects of a schema may stand inside one another?',
  from: 1,
  upTo: 64,
  asks: (number) => ({ prompt: SAY_OK, tools: [tool('note', { parameters: nested(number) })] }),
});

function nested(objects: number): JsonObject {
  const inner = objects === 1 ? { type: 'string' } : nested(objects - 1);
  return { type: 'object', properties: { inner } };
}
