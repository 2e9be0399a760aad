/**
 * The JSON Schema keywords that the API enforces in `responseJsonSchema`. Its documentation lists them; all others are
 * ignored.
 */
import type { Keeps } from '../../../reading/kept-schema.ts';
import type { Json } from '../../../text/json.ts';

const KEYWORDS: ReadonlySet<string> = new Set([
  ...['$id', '$defs', '$ref', '$anchor', 'type', 'items', 'prefixItems', 'minItems', 'maxItems'],
  ...['minimum', 'maximum', 'anyOf', 'oneOf', 'properties', 'additionalProperties', 'required'],
]);
const FORMATS: readonly Json[] = ['date-time', 'date', 'time'];

export const keepsKeyword: Keeps = (name, value) => {
  if (name === 'format') return FORMATS.includes(value);
  // Only enums of strings and numbers are enforced.
  if (name === 'enum') return Array.isArray(value) && value.every(isPlain);
  return KEYWORDS.has(name);
};

function isPlain(value: Json): boolean {
  return typeof value === 'string' || typeof value === 'number';
}
