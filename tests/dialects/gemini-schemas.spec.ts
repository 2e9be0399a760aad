/** Gemini's schemas: of a tool, as JSON Schema; of an answer, with what the API keeps of it. */
import { keepsKeyword } from '../../src/dialects/gemini/codec/answer-schema.ts';
import { jsonSchemaOf } from '../../src/dialects/gemini/codec/schema.ts';
import { keptSchemaOf } from '../../src/reading/kept-schema.ts';
import { expect, test } from '../support/test.ts';

test('the OpenAPI subset becomes JSON Schema', () => {
  expect(
    jsonSchemaOf({
      type: 'OBJECT',
      description: 'for people',
      properties: {
        when: { type: 'STRING', format: 'date-time', nullable: true },
        unit: { type: 1, enum: ['c', 'f'], nullable: true },
        list: { type: 'ARRAY', items: { type: 'integer' }, minItems: '1', max_items: 3 },
        either: { anyOf: [{ type: 'STRING' }, { type: 'NUMBER' }] },
      },
      required: ['when'],
      propertyOrdering: ['when'],
    }),
  ).toEqual({
    type: 'object',
    properties: {
      when: { type: ['string', 'null'] },
      unit: { type: ['string', 'null'], enum: ['c', 'f', null] },
      list: { type: 'array', items: { type: 'integer' }, minItems: 1, maxItems: 3 },
      either: { anyOf: [{ type: 'string' }, { type: 'number' }] },
    },
    required: ['when'],
  });
});

test('of a schema for an answer the keywords are kept that the API promises to keep', () => {
  const schema = {
    $defs: { city: { type: 'string', enum: ['Oslo'], minLength: 2 } },
    type: 'object',
    properties: {
      city: { $ref: '#/$defs/city' },
      at: { type: 'string', format: 'date-time', pattern: '^2' },
      mail: { type: 'string', format: 'email' },
      sky: { oneOf: [{ type: 'string' }, { type: 'null' }], not: { const: 'red' } },
      pair: { type: 'array', prefixItems: [{ type: 'number', minimum: 0, multipleOf: 2 }], items: false },
      odd: { enum: [{ a: 1 }] },
    },
    required: ['city'],
    additionalProperties: { type: 'integer', exclusiveMaximum: 3 },
    allOf: [{ required: ['at'] }],
  };
  expect(keptSchemaOf(schema, keepsKeyword)).toEqual({
    $defs: { city: { type: 'string', enum: ['Oslo'] } },
    type: 'object',
    properties: {
      city: { $ref: '#/$defs/city' },
      at: { type: 'string', format: 'date-time' },
      mail: { type: 'string' },
      sky: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      pair: { type: 'array', prefixItems: [{ type: 'number', minimum: 0 }], items: false },
      odd: {},
    },
    required: ['city'],
    additionalProperties: { type: 'integer' },
  });
});
