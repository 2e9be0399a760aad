/** Seeded faults and legal variants of tool schemas, and of arguments validated against them. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { alone, ask, askNot } from '../../../proof/edits/exchange.ts';
import { BODY_ARGUMENTS, fragment } from './places.ts';

const PARAMETERS = 'tools[0].function.parameters';

/** A recursive schema. */
const NESTED = {
  type: 'object',
  properties: { location: { type: 'string' }, within: { $ref: '#' } },
  required: ['location'],
};

/** The same schema with an id. */
const NAMED = { $id: 'https://example.com/place', ...NESTED };

export const schemas: Table = [
  faults('arguments/schema', 'call/buffered', {
    'arguments/wrong-inside-a-schema-of-itself': [
      'an argument within another one breaks the schema, which refers to itself',
      [ask(PARAMETERS, NESTED), setBody(BODY_ARGUMENTS, '{"location":"Oslo","within":{"location":1}}')],
      { unserved: 'it takes a tool whose schema refers to itself, and no scenario offers one' },
    ],
    'arguments/wrong-inside-a-named-schema-of-itself': [
      'an argument within another one breaks the schema, which has an $id and refers to itself',
      [ask(PARAMETERS, NAMED), setBody(BODY_ARGUMENTS, '{"location":"Oslo","within":{"location":1}}')],
      { unserved: 'it takes a tool whose schema refers to itself, and no scenario offers one' },
    ],
  }),
  variants('arguments/schema', 'call/buffered', {
    'arguments/within-a-schema-of-itself': [
      'the schema refers to itself, and the arguments keep to it on each level',
      [
        ask(PARAMETERS, NESTED),
        setBody(BODY_ARGUMENTS, '{"location":"Oslo","within":{"location":"Norway"}}'),
      ],
    ],
    'arguments/within-a-named-schema-of-itself': [
      'the schema refers to itself and has the $id of another tool, and the arguments keep to it on each level',
      [
        ask(PARAMETERS, NAMED),
        ask('tools[2]', {
          type: 'function',
          function: { name: 'elsewhere', parameters: { $id: NAMED.$id, required: ['zip'] } },
        }),
        setBody(BODY_ARGUMENTS, '{"location":"Oslo","within":{"location":"Norway"}}'),
      ],
    ],
  }),
  variants('arguments/schema', 'call/buffered', {
    'arguments/of-the-first-of-two-tools': [
      'two tools have one name, and the arguments fit the first',
      [
        ask('tools[2]', {
          type: 'function',
          function: { name: 'weather', parameters: { type: 'object', required: ['zip'] } },
        }),
      ],
    ],
  }),
  variants('arguments/schema', 'call/buffered', {
    'arguments/schema-of-nothing-but-itself': [
      'the schema of the tool refers to itself without an end',
      [ask(PARAMETERS, { allOf: [{ $ref: '#' }] })],
      { outcome: 'inconclusive' },
    ],
    'arguments/parameters-null': [
      'the parameters of the tool are null, so it takes whatever comes',
      [ask(PARAMETERS, null)],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('arguments/schema', 'call/buffered', {
    'arguments/multiple-of-a-fraction': [
      'a price is a multiple of 0.01, though doubles do not divide without a rest',
      [
        ask(`${PARAMETERS}.properties.price`, { type: 'number', multipleOf: 0.01 }),
        setBody(BODY_ARGUMENTS, '{"location":"Oslo","price":19.99}'),
      ],
    ],
  }),
  faults('arguments/schema', 'call/buffered', {
    'arguments/no-multiple-of-a-fraction': [
      'a price has a tenth of the smallest step',
      [
        ask(`${PARAMETERS}.properties.price`, { type: 'number', multipleOf: 0.01 }),
        setBody(BODY_ARGUMENTS, '{"location":"Oslo","price":19.999}'),
      ],
      { unserved: 'it takes a tool that asks for a price, and no scenario offers one' },
    ],
  }),
  faults('arguments/schema', 'parallel/buffered', {
    'arguments/wrong-beside-a-schema-that-is-none': [
      'one of two calls breaks its schema, and that of the other cannot be used',
      all(
        turn(
          1,
          ask('tools[1].function.parameters', { type: 'nonsense' }),
          setBody(BODY_ARGUMENTS, '{"location":1}'),
        ),
        alone,
      ),
    ],
  }),
  faults('arguments/schema', 'call/streaming', {
    'arguments/required-missing-though-strict': [
      'a required argument is missing, and the tool is strict',
      [ask('tools[0].function.strict', true), fragment(0, ['{"unit":', '"celsius"}'])],
      { level: 'MUST' },
    ],
  }),
  faults('arguments/schema', 'call/buffered', {
    'arguments/no-date': [
      'a date is asked for by format, and none is given',
      [
        ask(`${PARAMETERS}.properties.location.format`, 'date'),
        setBody(BODY_ARGUMENTS, '{"location":"2025-02-30"}'),
      ],
      { unserved: 'it takes a tool that asks for a date, and no scenario offers one' },
    ],
  }),
  variants('arguments/schema', 'call/buffered', {
    'arguments/surplus-in-an-open-schema': [
      'an argument is not one of the tool, and the schema is open',
      [askNot(`${PARAMETERS}.additionalProperties`), setBody(BODY_ARGUMENTS, '{"location":"Oslo","days":3}')],
    ],
    'arguments/integer-with-a-point': [
      'an integer is written 5.0',
      [
        ask(`${PARAMETERS}.properties.location`, { type: 'integer' }),
        setBody(BODY_ARGUMENTS, '{"location":5.0}'),
      ],
    ],
    'arguments/draft-7-tuple': [
      'the schema says that it is of draft 7, where items may be a list',
      [
        ask(`${PARAMETERS}.$schema`, 'http://json-schema.org/draft-07/schema#'),
        ask(`${PARAMETERS}.properties.location`, { type: 'array', items: [{ type: 'string' }] }),
        setBody(BODY_ARGUMENTS, '{"location":["Oslo",3]}'),
      ],
    ],
    'arguments/schema-that-does-not-compile': [
      "a type in the tool's schema is unknown, so the schema does not compile",
      [ask(`${PARAMETERS}.properties.location`, { type: 'str' })],
      { outcome: 'inconclusive' },
    ],
    'arguments/tool-without-parameters': [
      'the tool says nothing of its parameters',
      [askNot(PARAMETERS)],
      { outcome: 'not-applicable' },
    ],
  }),
];
