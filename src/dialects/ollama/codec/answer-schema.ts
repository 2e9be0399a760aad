/** The keywords of JSON Schema that the grammar behind `format` keeps: it skips all others without a word. */
import type { Keeps } from '../../../reading/kept-schema.ts';

const KEYWORDS: ReadonlySet<string> = new Set([
  ...['type', 'properties', 'required', 'additionalProperties', 'items', 'minItems', 'maxItems'],
  ...['enum', 'const', 'minLength', 'maxLength'],
]);
const BOUNDS: ReadonlySet<string> = new Set(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum']);
const ALTERNATIVES: ReadonlySet<string> = new Set(['anyOf', 'oneOf']);

export const keepsKeyword: Keeps = (name, _, schema) => {
  if (BOUNDS.has(name)) return schema['type'] === 'integer';
  // Beside members of an object they are not kept, and of the members nobody can tell then.
  if (ALTERNATIVES.has(name)) return schema['properties'] === undefined;
  return KEYWORDS.has(name);
};
