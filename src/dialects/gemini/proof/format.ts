/** Variants of format: JSON Schema keywords that the API ignores. */
import { type Table, variants } from '../../../proof/cases.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';

const SCHEMA = 'generationConfig.responseJsonSchema';

export const format: Table = [
  variants('format/schema', 'structured/buffered', {
    'format/ignored-keywords': [
      'the schema has keywords that the API ignores, and the answer does not fit them',
      turn(
        2,
        ask(`${SCHEMA}.properties.city`, { type: 'string', pattern: '^B', maxLength: 2, format: 'email' }),
        ask(`${SCHEMA}.properties.celsius`, { type: 'number', multipleOf: 2, exclusiveMinimum: 21 }),
        ask(`${SCHEMA}.not`, { required: ['city'] }),
      ),
    ],
    'format/several-of-one': [
      'the answer fits several of the alternatives of oneOf, which is read as anyOf',
      turn(2, ask(`${SCHEMA}.properties.celsius`, { oneOf: [{ type: 'number' }, { type: 'integer' }] })),
    ],
  }),
];
