/** Plain schemas are not validated against the schema of their draft, so every draft must allow them. */

import { Ajv } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { isPlainSchema } from '../../src/checks/plain-schema.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import type { Json } from '../../src/text/json.ts';
import { expect, test } from '../support/test.ts';

const KEYWORDS = [
  ...['$schema', '$id', '$ref', '$defs', '$comment', 'title', 'description', 'default', 'examples', 'const'],
  ...['enum', 'type', 'format', 'pattern', 'properties', 'required', 'additionalProperties', 'items'],
  ...['prefixItems', 'anyOf', 'oneOf', 'not', 'minimum', 'maximum', 'exclusiveMinimum', 'multipleOf'],
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems', 'nullable'],
];
const DECLARED = 'http://json-schema.org/draft-07/schema#';
const VALUES: readonly Json[] = [
  ...['string', 'date', 'a b', '[', '', DECLARED, `${DECLARED} `, 0, 3, -1, 0.5, Number.POSITIVE_INFINITY],
  ...[true, false, null, {}, { type: 'string' }, { type: 'text' }, { a: true }, { a: 'string' }, { a: null }],
  ...[{ a: { type: 'null' } }, { a: { type: ['null'] } }, { a: { enum: 'a' } }, { a: { $id: 1 } }],
  ...[[], [true], [{}], ['string'], ['string', 'string'], ['string', 'null'], ['a', 1], [{ type: 1 }]],
];
const SINGLE = KEYWORDS.flatMap((keyword) => VALUES.map((value): Json => ({ [keyword]: value })));
const SCHEMAS: readonly Json[] = [
  ...[true, false, {}, null, 'string', 1, []],
  ...SINGLE,
  ...SINGLE.flatMap((schema): Json[] => [
    { type: 'object', properties: { a: schema }, required: ['a'] },
    { anyOf: [{ items: schema }, { additionalProperties: schema }] },
  ]),
];

for (const [name, draft] of [
  ['draft-07', new Ajv()],
  ['2019-09', new Ajv2019()],
  ['2020-12', new Ajv2020()],
] as const) {
  test(`${name} allows what is plain`, () => {
    addFormats.default(draft);
    const allows = draft.compile({ $ref: String(draft.defaultMeta()) });
    expect(SCHEMAS.filter((schema) => isPlainSchema(schema) && !allows(schema))).toEqual([]);
  });
}

test('the schemas of the scenarios are plain', () => {
  const schemas = SCENARIOS.flatMap(({ tools }) => tools.map(({ parameters }) => parameters));
  expect(schemas.filter((schema) => !isPlainSchema(schema))).toEqual([]);
});

test('a schema is not plain where a draft might refuse it', () => {
  const doubtful: readonly Json[] = [
    ...[null, 'string', [], { type: 'text' }, { type: [] }, { type: ['null', 'null'] }, { enum: 'a' }],
    ...[{ required: ['a', 'a'] }, { required: [1] }, { items: [{}] }, { anyOf: [] }, { minLength: -1 }],
    ...[{ minimum: Number.POSITIVE_INFINITY }, { properties: { a: { $ref: '#/a' } } }, { pattern: '[' }],
    ...[{ $schema: 'x' }, { $id: 'x' }, { properties: [] }],
  ];
  expect(doubtful.filter(isPlainSchema)).toEqual([]);
});
