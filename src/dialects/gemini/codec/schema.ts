/** Converts the OpenAPI subset of `parameters` to JSON Schema. */

import { listOf } from '../../../reading/presence.ts';
import { isObject, type Json, type JsonObject, numberOf } from '../../../text/json.ts';
import { field, typeName } from './proto-json.ts';

/** Handles upper-case types, `nullable` and numbers written as text. Drops `format` and all descriptive keywords. */
export function jsonSchemaOf(schema: Json, depth = 0): Json {
  if (!isObject(schema) || depth > DEEPEST) return {};
  const type = typeName(schema['type']);
  const nullable = field(schema, 'nullable') === true;
  const values = listOf(schema['enum']);
  const alternatives = listOf(field(schema, 'anyOf')).map((each) => jsonSchemaOf(each, depth + 1));
  const properties = field(schema, 'properties');
  const additional = field(schema, 'additionalProperties');
  return {
    ...(type === undefined ? {} : { type: nullable ? [type, 'null'] : type }),
    ...(values.length > 0 && type === 'string' ? { enum: nullable ? [...values, null] : values } : {}),
    ...(alternatives.length === 0
      ? {}
      : { anyOf: nullable ? [...alternatives, { type: 'null' }] : alternatives }),
    ...(isObject(properties)
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, each]) => [name, jsonSchemaOf(each, depth + 1)]),
          ),
        }
      : {}),
    ...(isObject(schema['items']) ? { items: jsonSchemaOf(schema['items'], depth + 1) } : {}),
    ...(Array.isArray(schema['required']) ? { required: schema['required'] } : {}),
    ...(typeof schema['pattern'] === 'string' ? { pattern: schema['pattern'] } : {}),
    ...(typeof additional === 'boolean' ? { additionalProperties: additional } : {}),
    ...boundsOf(schema),
  };
}

const DEEPEST = 100;
const BOUNDS = [
  ...['minItems', 'maxItems', 'minLength', 'maxLength', 'minProperties', 'maxProperties'],
  ...['minimum', 'maximum'],
];

/** ProtoJSON writes 64-bit numbers as text. */
function boundsOf(schema: JsonObject): JsonObject {
  return Object.fromEntries(
    BOUNDS.flatMap((name) => {
      const value = field(schema, name);
      const bound = typeof value === 'string' && value !== '' ? numberOf(value) : value;
      return typeof bound === 'number' && Number.isFinite(bound) ? [[name, bound]] : [];
    }),
  );
}
