/** Variants of format: answers that the requested form does not apply to, and an unusable form. */
import { type Table, variants } from '../../../proof/cases.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';

export const format: Table = [
  variants('format/schema', 'structured/buffered', {
    'format/refused': [
      'the model refuses to answer, with words of its own beside it',
      turn(
        2,
        setBody('choices[0].message.content', 'It is 21, and no more.'),
        setBody('choices[0].message.refusal', 'I would rather not.'),
      ),
      { outcome: 'not-applicable' },
    ],
    'format/of-nothing-but-itself': [
      'the schema refers to itself without an end',
      turn(2, ask('response_format.json_schema.schema', { allOf: [{ $ref: '#' }] })),
      { outcome: 'inconclusive' },
    ],
    'format/of-an-unknown-draft': [
      'the schema says that it is of a draft that nobody knows',
      turn(2, ask('response_format.json_schema.schema.$schema', 'https://llm.test/draft')),
      { outcome: 'inconclusive' },
    ],
  }),
];
