/** The part of a JSON schema that a server promises to keep, if it ignores keywords that it does not know. */
import { isObject, type Json, type JsonObject } from '../text/json.ts';

/** Returns true if a keyword counts. @param schema the schema that contains it */
export type Keeps = (name: string, value: Json, schema: JsonObject) => boolean;

/** Reads oneOf as anyOf, because such servers accept a value that fits several alternatives. */
export function keptSchemaOf(schema: Json, keeps: Keeps, depth = 0): Json {
  if (!isObject(schema) || depth > DEEPEST) return schema;
  const within = (value: Json) => keptSchemaOf(value, keeps, depth + 1);
  const kept = Object.entries(schema).filter(([name, value]) => keeps(name, value, schema));
  return Object.fromEntries(
    kept.map(([name, value]) => {
      if (NAMED.has(name) && isObject(value))
        return [name, Object.fromEntries(Object.entries(value).map(([key, each]) => [key, within(each)]))];
      if (LISTED.has(name) && Array.isArray(value))
        return [name === 'oneOf' ? 'anyOf' : name, value.map(within)];
      return [name, ALONE.has(name) ? within(value) : value];
    }),
  );
}

const DEEPEST = 100;
const NAMED: ReadonlySet<string> = new Set(['$defs', 'properties']);
const LISTED: ReadonlySet<string> = new Set(['prefixItems', 'anyOf', 'oneOf']);
const ALONE: ReadonlySet<string> = new Set(['items', 'additionalProperties']);
