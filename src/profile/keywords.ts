/** The tested JSON Schema keywords, each with a schema that uses it. */
import type { JsonObject } from '../text/json.ts';

/** Values that the prompt asks for, each with a plain schema that accepts it. */
export const TEMPTATIONS = {
  text: { parameters: withValue({ type: 'string' }), says: '"blue"' },
  number: { parameters: withValue({ type: 'integer' }), says: '50' },
  list: {
    parameters: withValue({ type: 'array', items: { type: 'string' } }),
    says: '["blue", "blue", "red", "red"]',
  },
  object: { parameters: withValue({ type: 'object' }), says: '{"colour": "blue"}' },
} as const satisfies Record<string, { readonly parameters: JsonObject; readonly says: string }>;

export interface Keyword {
  /** The part of the fact's id after `schemas/`. */
  readonly name: string;
  /** The name in the question. */
  readonly what: string;
  /** The revision of its facts; 1 by default. */
  readonly revision?: number;
  /** The value that breaks the schema; null when the schema forbids nothing. */
  readonly tempts: keyof typeof TEMPTATIONS | null;
  /** The schema of the value. */
  readonly value: JsonObject;
  /** Additional members of the root schema. */
  readonly root?: JsonObject;
  /** The tool has no schema. */
  readonly absent?: true;
  /** The name of the property; `value` by default. */
  readonly property?: string;
}

/** @param strict adds `additionalProperties: false`, which strict schemas require */
export function schemaOf({ value, root = {}, property = 'value' }: Keyword, strict: boolean): JsonObject {
  return { ...withValue(value, property), ...root, ...(strict ? CLOSED : {}) };
}

/** Returns the plain schema that accepts the tempting value. */
export function plainSchema(tempts: keyof typeof TEMPTATIONS, strict: boolean): JsonObject {
  return { ...TEMPTATIONS[tempts].parameters, ...(strict ? CLOSED : {}) };
}

const CLOSED = { additionalProperties: false } as const;

function withValue(value: JsonObject, property = 'value'): JsonObject {
  return {
    type: 'object',
    properties: { [property]: value },
    required: [property],
  };
}

/** Returns a keyword that constrains one value. */
function of(tempts: keyof typeof TEMPTATIONS, name: string, value: JsonObject): Keyword {
  return { name, what: name, tempts, value: { ...PLAIN[tempts], ...value } };
}

const PLAIN = {
  text: { type: 'string' },
  number: { type: 'integer' },
  list: { type: 'array', items: { type: 'string' } },
  object: { type: 'object' },
} as const;

export const KEYWORDS: readonly Keyword[] = [
  {
    name: '$ref',
    what: '$ref to $defs',
    tempts: 'text',
    value: { $ref: '#/$defs/code' },
    root: { $defs: { code: { type: 'integer' } } },
  },
  {
    name: '$defs',
    what: '$defs that nothing refers to',
    tempts: null,
    value: { type: 'string' },
    root: { $defs: { code: { type: 'integer' } } },
  },
  {
    name: 'recursion',
    what: 'a $ref to the schema itself',
    revision: 2,
    tempts: 'text',
    value: { type: 'string' },
    root: {
      properties: { value: { type: 'string' }, next: { anyOf: [{ $ref: '#' }, { type: 'null' }] } },
      required: ['value', 'next'],
    },
  },
  {
    name: 'anyOf',
    what: 'anyOf',
    tempts: 'text',
    value: { anyOf: [{ type: 'integer' }, { type: 'boolean' }] },
  },
  {
    name: 'oneOf',
    what: 'oneOf',
    tempts: 'text',
    value: { oneOf: [{ type: 'integer' }, { type: 'boolean' }] },
  },
  { name: 'allOf', what: 'allOf', tempts: 'text', value: { allOf: [{ type: 'integer' }] } },
  of('text', 'not', { not: { enum: ['blue'] } }),
  of('text', 'enum', { enum: ['green', 'red'] }),
  { name: 'enum-mixed', what: 'an enum of mixed types', tempts: 'text', value: { enum: ['red', 7, true] } },
  of('text', 'const', { const: 'red' }),
  of('text', 'format', { format: 'date-time' }),
  of('text', 'pattern', { pattern: '^[A-Z]{3}$' }),
  of('text', 'minLength', { minLength: 8 }),
  of('text', 'maxLength', { maxLength: 3 }),
  of('number', 'minimum', { minimum: 60 }),
  of('number', 'maximum', { maximum: 40 }),
  of('number', 'exclusiveMinimum', { exclusiveMinimum: 50 }),
  of('number', 'exclusiveMaximum', { exclusiveMaximum: 50 }),
  of('number', 'multipleOf', { multipleOf: 7 }),
  of('list', 'minItems', { minItems: 5 }),
  of('list', 'maxItems', { maxItems: 1 }),
  of('list', 'uniqueItems', { uniqueItems: true }),
  of('list', 'prefixItems', { prefixItems: [{ type: 'integer' }] }),
  of('list', 'contains', { contains: { const: 'green' } }),
  of('object', 'additionalProperties', {
    properties: { size: { type: 'integer' } },
    additionalProperties: false,
  }),
  of('object', 'patternProperties', { patternProperties: { '^c': { type: 'integer' } } }),
  of('object', 'propertyNames', { propertyNames: { pattern: '^s' } }),
  of('object', 'minProperties', { minProperties: 2 }),
  of('object', 'maxProperties', { maxProperties: 0 }),
  of('object', 'dependentRequired', { dependentRequired: { colour: ['size'] } }),
  {
    name: 'type-list',
    what: 'a list of types with null in it',
    tempts: null,
    value: { type: ['string', 'null'] },
  },
  { name: 'nullable', what: 'nullable', tempts: null, value: { type: 'string', nullable: true } },
  { name: 'default', what: 'default', tempts: null, value: { type: 'string', default: 'red' } },
  { name: 'title', what: 'title', tempts: null, value: { type: 'string', title: 'Colour' } },
  { name: 'examples', what: 'examples', tempts: null, value: { type: 'string', examples: ['red'] } },
  {
    name: '$schema',
    what: '$schema',
    tempts: null,
    value: { type: 'string' },
    root: { $schema: 'https://json-schema.org/draft/2020-12/schema' },
  },
  {
    name: 'description-characters',
    what: 'quotes, line breaks, angle brackets and emoji in a description',
    tempts: null,
    value: { type: 'string', description: 'A "colour"\n\t<tag> {{braces}} \\ \u00e9\u4e2d\ud83c\udfa8 </s>' },
  },
  {
    name: 'unicode-property',
    what: 'a property with letters beyond ASCII',
    tempts: null,
    value: { type: 'string' },
    property: 'gr\u00f6\u00dfe',
  },
  {
    name: 'dotted-property',
    what: 'a property with a dot',
    tempts: null,
    value: { type: 'string' },
    property: 'paint.colour',
  },
  {
    name: 'empty-object',
    what: 'an object without properties',
    revision: 2,
    tempts: 'text',
    value: { type: 'string' },
    root: { properties: {}, required: [] },
  },
  {
    name: 'no-parameters',
    what: 'without parameters',
    tempts: null,
    value: { type: 'string', title: 'taken out of the request' },
    absent: true,
  },
];
