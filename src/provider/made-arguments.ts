/** Arguments for a tool that nobody scripted: the least that its schema accepts. */
import { isObject, type Json, type JsonObject } from '../text/json.ts';

/** How deep a value may nest; a schema that requires itself has no end. */
const DEEPEST = 12;

/**
 * The smallest object with every required property. Follows types, enums, bounds, lengths, the common formats and
 * references inside the schema; not `pattern`, and not what several branches of `allOf` demand together.
 */
export function madeArguments(parameters: Json): JsonObject {
  const schema = isObject(parameters) ? parameters : {};
  const made = madeValue({ ...schema, type: 'object' }, schema, 0);
  return isObject(made) ? made : {};
}

function madeValue(schema: Json, root: JsonObject, depth: number): Json {
  if (!isObject(schema) || depth > DEEPEST) return null;
  if (Object.hasOwn(schema, 'const')) return schema['const'];
  if (Array.isArray(schema['enum']) && schema['enum'].length > 0) return schema['enum'][0];
  const reference = schema['$ref'];
  if (typeof reference === 'string') return madeValue(resolve(reference, root), root, depth + 1);
  for (const branches of [schema['anyOf'], schema['oneOf'], schema['allOf']]) {
    if (schema['properties'] === undefined && Array.isArray(branches)) {
      return madeValue(branches[0], root, depth + 1);
    }
  }
  switch (typeOf(schema)) {
    case 'object':
      return madeObject(schema, root, depth);
    case 'array':
      return Array.from({ length: least(schema['minItems']) }, () =>
        madeValue(schema['items'], root, depth + 1),
      );
    case 'integer':
      return Math.ceil(madeNumber(schema, 1));
    case 'number':
      return madeNumber(schema, 0.5);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return madeText(schema);
  }
}

function typeOf({ type, properties, items }: JsonObject): Json {
  if (Array.isArray(type)) return type[0];
  if (type !== undefined) return type;
  return properties !== undefined ? 'object' : items !== undefined ? 'array' : 'string';
}

function madeObject(schema: JsonObject, root: JsonObject, depth: number): JsonObject {
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  return Object.fromEntries(
    required
      .filter((name: Json): name is string => typeof name === 'string')
      .map((name) => [
        name,
        madeValue(Object.hasOwn(properties, name) ? properties[name] : {}, root, depth + 1),
      ]),
  );
}

/** The lowest number allowed, or else the highest, or else 1. @param step how far an exclusive bound is left behind */
function madeNumber(schema: JsonObject, step: number): number {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum, multipleOf } = schema;
  const lowest = Math.max(numberOr(minimum, -Infinity), numberOr(exclusiveMinimum, -Infinity) + step);
  const highest = Math.min(numberOr(maximum, Infinity), numberOr(exclusiveMaximum, Infinity) - step);
  const value = lowest > -Infinity ? lowest : Math.min(1, highest);
  const unit = numberOr(multipleOf, 0);
  return unit > 0 ? Math.ceil(value / unit) * unit : value;
}

const FORMATS: Readonly<Record<string, string>> = {
  date: '2025-01-31',
  'date-time': '2025-01-31T12:00:00Z',
  time: '12:00:00Z',
  email: 'reference@provider.example',
  uri: 'https://provider.example/',
  uuid: '00000000-0000-4000-8000-000000000000',
  ipv4: '192.0.2.1',
};

function madeText({ format, minLength, maxLength }: JsonObject): string {
  const formatted = typeof format === 'string' ? FORMATS[format] : undefined;
  if (formatted !== undefined) return formatted;
  return 'reference'.padEnd(least(minLength), 'e').slice(0, numberOr(maxLength, Infinity));
}

/** @param reference such as `#/$defs/point` */
function resolve(reference: string, root: JsonObject): Json {
  return reference
    .replace(/^#\/?/u, '')
    .split('/')
    .filter((step) => step !== '')
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<Json>(
      (value, step) => (isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined),
      root,
    );
}

function least(count: Json): number {
  return Math.min(numberOr(count, 0), 1000);
}

function numberOr(value: Json, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
