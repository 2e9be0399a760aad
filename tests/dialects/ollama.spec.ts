/** Ollama: what a schema asks of an answer. */
import { keepsKeyword } from '../../src/dialects/ollama/codec/answer-schema.ts';
import { keptSchemaOf } from '../../src/reading/kept-schema.ts';
import { expect, test } from '../support/test.ts';

test('of a schema for an answer the keywords are kept that the grammar behind it keeps', () => {
  const schema = {
    type: 'object',
    properties: {
      city: { type: 'string', maxLength: 9, pattern: 'Os' },
      celsius: { type: 'number', minimum: 30 },
      days: { type: 'integer', minimum: 1, multipleOf: 2 },
      sky: { oneOf: [{ const: 'clear' }, { type: 'null' }], not: {} },
    },
    anyOf: [{ required: ['days'] }],
    required: ['city'],
  };
  expect(keptSchemaOf(schema, keepsKeyword)).toEqual({
    type: 'object',
    properties: {
      city: { type: 'string', maxLength: 9 },
      celsius: { type: 'number' },
      days: { type: 'integer', minimum: 1 },
      sky: { anyOf: [{ const: 'clear' }, { type: 'null' }] },
    },
    required: ['city'],
  });
});
