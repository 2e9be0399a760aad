/** Schemas of tools that are wrong, endless or costly: arguments/schema answers, in bounded time. */
import { call, END, exchangeOf, verdictsOf } from '../support/odd-answers.ts';
import { expect, test } from '../support/test.ts';

let deepSchema: object = { type: 'object' };
for (let depth = 0; depth < 1200; depth += 1) deepSchema = { allOf: [deepSchema] };

/** Schemas that a request may hold, and what arguments/schema then says. */
const SCHEMAS: Record<string, { parameters: unknown; args: string; outcome: string }> = {
  'no schema at all': { parameters: 'a string', args: '{}', outcome: 'inconclusive' },
  'an unknown type': { parameters: { type: 'objekt' }, args: '{}', outcome: 'inconclusive' },
  'endless recursion': { parameters: { $ref: '#' }, args: '{}', outcome: 'inconclusive' },
  'sound recursion': {
    parameters: {
      $ref: '#/$defs/node',
      $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } } } },
    },
    args: '{"next":{"next":{"next":1}}}',
    outcome: 'fail',
  },
  'a remote reference': {
    parameters: { $ref: 'https://example.com/schema.json' },
    args: '{}',
    outcome: 'inconclusive',
  },
  'an unknown draft': {
    parameters: { $schema: 'http://json-schema.org/draft-04/schema#' },
    args: '{}',
    outcome: 'inconclusive',
  },
  'asynchronous validation': {
    parameters: { $async: true, type: 'object' },
    args: '{}',
    outcome: 'inconclusive',
  },
  'a pattern that backtracks for ever': {
    parameters: { type: 'object', properties: { a: { pattern: '^(a+)+$' } } },
    args: `{"a":"${'a'.repeat(60)}!"}`,
    outcome: 'fail',
  },
  'a pattern with look-around': {
    parameters: { type: 'object', properties: { a: { pattern: '(?=x)y' } } },
    args: '{"a":"y"}',
    outcome: 'inconclusive',
  },
  'recursion that doubles at each level': {
    parameters: {
      $ref: '#/$defs/n',
      $defs: {
        n: {
          oneOf: [
            { type: 'object', properties: { a: { $ref: '#/$defs/n' } } },
            { type: 'object', properties: { a: { $ref: '#/$defs/n' } } },
          ],
        },
      },
    },
    args: `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`,
    outcome: 'inconclusive',
  },
  'a chain of allOf that doubles at each link': {
    parameters: {
      properties: { a: { $ref: '#/$defs/l40' } },
      $defs: Object.fromEntries(
        Array.from({ length: 41 }, (_, at) => [
          `l${at}`,
          at === 0
            ? { type: 'string' }
            : { allOf: [{ $ref: `#/$defs/l${at - 1}` }, { $ref: `#/$defs/l${at - 1}` }] },
        ]),
      ),
    },
    args: '{"a":"x"}',
    outcome: 'inconclusive',
  },
  'items to be unique, 20,000 of them': {
    parameters: { properties: { a: { uniqueItems: true } } },
    args: JSON.stringify({ a: [...Array.from({ length: 20_000 }, (_, at) => ({ at })), { at: 7 }] }),
    outcome: 'fail',
  },
  'a property named like one that objects inherit': {
    parameters: { properties: { constructor: { type: 'string' }, valueOf: false } },
    args: '{}',
    outcome: 'pass',
  },
  'a required property that objects inherit': {
    parameters: { required: ['toString'] },
    args: '{}',
    outcome: 'fail',
  },
  'a property named __proto__': {
    parameters: JSON.parse('{"properties":{"__proto__":{"type":"string"}},"additionalProperties":false}'),
    args: '{"__proto__":"x"}',
    outcome: 'inconclusive',
  },
  'a member beside a $ref in draft-07, which ignores it': {
    parameters: {
      $schema: 'http://json-schema.org/draft-07/schema#',
      properties: { a: { $ref: '#/definitions/text', maxLength: 1 } },
      definitions: { text: { type: 'string' } },
    },
    args: '{"a":"xx"}',
    outcome: 'pass',
  },
  'a member beside a $ref in a later draft, which applies it': {
    parameters: {
      properties: { a: { $ref: '#/$defs/text', maxLength: 1 } },
      $defs: { text: { type: 'string' } },
    },
    args: '{"a":"xx"}',
    outcome: 'fail',
  },
  'names that read like the code of the compiler': {
    parameters: { properties: { '={}){': { type: 'string' } } },
    args: '{}',
    outcome: 'inconclusive',
  },
  'more values than can be compiled': {
    parameters: { properties: { a: { enum: Array.from({ length: 60_000 }, (_, at) => at) } } },
    args: '{"a":1}',
    outcome: 'inconclusive',
  },
  'a depth of 1,200': { parameters: deepSchema, args: '{}', outcome: 'inconclusive' },
};

for (const [name, { parameters, args, outcome }] of Object.entries(SCHEMAS)) {
  test(`a request whose tool has ${name}`, () => {
    const tools = [{ type: 'function', function: { name: 'weather', parameters } }];
    expect(verdictsOf([exchangeOf(call(args) + END, { tools })]).get('arguments/schema')).toBe(outcome);
  });
}
