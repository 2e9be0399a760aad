/** Schemas that ask for more work than anybody waits for: they are not judged, and it takes no time to find out. */
import { compileSchema, type Validation } from '../../src/checks/schema.ts';
import type { Json } from '../../src/text/json.ts';
import { expect, test } from '../support/test.ts';

function validated(schema: Json, value: Json): Validation {
  const compiled = compileSchema(schema);
  return 'problem' in compiled ? compiled : compiled.validate(value);
}

/** Asks for a definition 91,125 times. */
function oftenAsked(definition: Json): Json {
  const many = (name: string) => ({ allOf: Array.from({ length: 45 }, () => ({ $ref: `#/$defs/${name}` })) });
  return { $defs: { x: definition, y: many('x'), z: many('y') }, ...many('z') };
}

const numbers = (length: number) => Array.from({ length }, (_, at) => at);
const named = (length: number) => Object.fromEntries(numbers(length).map((at) => [`k${at}`, at]));

const MUCH: Readonly<Record<string, readonly [schema: Json, value: Json]>> = {
  'unique items': [oftenAsked({ properties: { a: { uniqueItems: true } } }), { a: numbers(9000) }],
  'the length of a text': [oftenAsked({ properties: { a: { minLength: 3 } } }), { a: 'é'.repeat(100_000) }],
  'the number of properties': [oftenAsked({ maxProperties: 1e9 }), named(9000)],
  'what other properties are': [oftenAsked({ additionalProperties: { type: 'number' } }), named(9000)],
  'the names of properties': [oftenAsked({ propertyNames: { type: 'string' } }), named(9000)],
  'a long list of constants': [
    oftenAsked({ properties: { a: { not: { const: numbers(9000) } } } }),
    { a: [...numbers(8999), -1] },
  ],
  'a format': [oftenAsked({ properties: { a: { format: 'uri' } } }), { a: `http://${'a'.repeat(100_000)}` }],
  'a pattern on a long text': [
    { properties: { a: { pattern: '(a?){1000}a{1000}' } } },
    { a: 'a'.repeat(100_000) },
  ],
  'many patterns': [
    { patternProperties: Object.fromEntries(numbers(3000).map((at) => [`^.{900}k${at}$`, true])) },
    {},
  ],
};
for (const [name, [schema, value]] of Object.entries(MUCH)) {
  test(`too much: ${name}`, () => {
    expect(validated(schema, value)).toEqual({ problem: 'the schema needs more than 100000 steps' });
  });
}

test('a definition that is referred to often is compiled once', () => {
  const dependentRequired = Object.fromEntries(numbers(1000).map((at) => [`k${at}`, ['k1']]));
  const allOf = numbers(40).map(() => ({ $ref: '#/$defs/x' }));
  expect(validated({ $defs: { x: { dependentRequired } }, allOf }, { other: 1 })).toEqual([]);
});

test('a pattern of too many repetitions is refused before it is made', () => {
  expect(validated({ properties: { a: { pattern: '(?:a{900}b){900}' } } }, {})).toMatchObject({
    problem: expect.stringContaining('a pattern repeats too much'),
  });
});

test('sizes are told in characters and properties', () => {
  const sizes = (schema: Json, value: Json) => {
    const result = validated({ properties: { a: schema } }, { a: value });
    return 'problem' in result ? result.problem : result.map(({ path, message }) => `${path} ${message}`);
  };
  expect([
    sizes({ minLength: 2 }, '𝄞'),
    sizes({ maxLength: 1 }, '𝄞'),
    sizes({ maxLength: 1 }, 'ab'),
    sizes({ minProperties: 1 }, {}),
    sizes({ maxProperties: 1 }, { a: 1, b: 1 }),
    sizes({ maxProperties: 1, minLength: 1 }, 5),
  ]).toEqual([
    ['/a must NOT have fewer than 2 characters'],
    [],
    ['/a must NOT have more than 1 characters'],
    ['/a must NOT have fewer than 1 properties'],
    ['/a must NOT have more than 1 properties'],
    [],
  ]);
});
