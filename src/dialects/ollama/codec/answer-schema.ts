/** The JSON Schema keywords that the grammar for `format` enforces. It silently ignores all others. */
import type { Keeps } from '../../../reading/kept-schema.ts';

const KEYWORDS: ReadonlySet<string> = new Set([
  ...['type', 'properties', 'required', 'additionalProperties', 'items', 'minItems', 'maxItems'],
  ...['enum', 'const', 'minLength', 'maxLength'],
]);
const BOUNDS: ReadonlySet<string> = new Set(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum']);
const ALTERNATIVES: ReadonlySet<string> = new Set(['anyOf', 'oneOf']);

export const keepsKeyword: Keeps = (name, _, schema) => {
  if (BOUNDS.has(name)) return schema['type'] === 'integer';
  // Alternatives next to `properties` are not enforced.
  if (ALTERNATIVES.has(name)) return schema['properties'] === undefined;
  return KEYWORDS.has(name);
};
