/** The part of a JSON schema for an answer that the API promises to keep: it names its keywords, and ignores all others. */
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';

/** What stands in a schema as it is. */
const VALUES = ['$id', '$ref', '$anchor', 'type', 'minItems', 'maxItems', 'minimum', 'maximum', 'required'];
const FORMATS: readonly Json[] = ['date-time', 'date', 'time'];

/** @param schema of `responseJsonSchema` */
export function keptSchemaOf(schema: Json, depth = 0): Json {
  if (!isObject(schema) || depth > DEEPEST) return schema;
  const within = (value: Json) => keptSchemaOf(value, depth + 1);
  const alternatives = schema['anyOf'] ?? schema['oneOf'];
  return {
    ...membersIn(schema, VALUES, (value) => value),
    ...membersIn(schema, ['$defs', 'properties'], (named) =>
      isObject(named)
        ? Object.fromEntries(Object.entries(named).map(([name, each]) => [name, within(each)]))
        : named,
    ),
    ...membersIn(schema, ['items', 'additionalProperties'], within),
    ...membersIn(schema, ['prefixItems'], (list) => (Array.isArray(list) ? list.map(within) : list)),
    // Of strings and numbers.
    ...membersIn(schema, ['enum'], (values) => values, isPlainList),
    ...membersIn(
      schema,
      ['format'],
      (format) => format,
      (format) => FORMATS.includes(format),
    ),
    // oneOf is read as anyOf is.
    ...(Array.isArray(alternatives) ? { anyOf: alternatives.map(within) } : {}),
  };
}

const DEEPEST = 100;

function membersIn(
  schema: JsonObject,
  names: readonly string[],
  read: (value: Json) => Json,
  isMeant: (value: Json) => boolean = () => true,
): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = schema[name];
      return value === undefined || !isMeant(value) ? [] : [[name, read(value)]];
    }),
  );
}

function isPlainList(values: Json): boolean {
  return Array.isArray(values) && values.every((value: Json) => ['string', 'number'].includes(typeof value));
}
