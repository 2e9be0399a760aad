/**
 * Recognises schemas that need no validation against their draft's meta-schema, which takes longer to compile than most
 * conversations take to judge. They use only common keywords, with values that draft-07, 2019-09 and 2020-12 all allow.
 *
 * Source: https://json-schema.org/draft/2020-12/json-schema-validation, and the other drafts' meta-schemas
 */
import { isObject, type Json, numberOf } from '../text/json.ts';

/** Returns true if every draft allows the schema. If it returns false, the schema may still be valid. */
export function isPlainSchema(schema: Json): boolean {
  if (typeof schema === 'boolean') return true;
  return (
    isObject(schema) && Object.entries(schema).every(([keyword, value]) => ALLOWED.get(keyword)?.(value))
  );
}

const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];
const DRAFT = /^https?:\/\/json-schema\.org\/draft(?:-07|\/2019-09|\/2020-12)\/schema#?$/u;

const isAnything = () => true;
const isText = (value: Json) => typeof value === 'string';
const isCount = (value: Json) => Number.isInteger(value) && numberOf(value) >= 0;
const isType = (value: Json) => TYPES.some((type) => type === value);
const isScalar = (value: Json) => typeof value !== 'object' || value === null;
const isSetOf = (isMember: (value: Json) => boolean, least: number) => (value: Json) =>
  Array.isArray(value) &&
  value.length >= least &&
  value.every(isMember) &&
  new Set(value).size === value.length;
const isTypes = isSetOf(isType, 1);
const isAlternatives = (value: Json) =>
  Array.isArray(value) && value.length > 0 && value.every(isPlainSchema);
const isSchemas = (value: Json) => isObject(value) && Object.values(value).every(isPlainSchema);

const ALLOWED: ReadonlyMap<string, (value: Json) => boolean> = new Map([
  ['$schema', (value) => typeof value === 'string' && DRAFT.test(value)],
  ['title', isText],
  ['description', isText],
  ['default', isAnything],
  ['const', isAnything],
  ['enum', isSetOf(isScalar, 1)],
  ['type', (value) => isType(value) || isTypes(value)],
  ['properties', isSchemas],
  ['required', isSetOf(isText, 0)],
  ['additionalProperties', isPlainSchema],
  ['items', isPlainSchema],
  ['anyOf', isAlternatives],
  ['format', isText],
  ['minimum', Number.isFinite],
  ['maximum', Number.isFinite],
  ['minLength', isCount],
  ['maxLength', isCount],
  ['minItems', isCount],
  ['maxItems', isCount],
]);
