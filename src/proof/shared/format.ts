/** Faults and variants of format: answers that do not have the requested form. */
import { faults, type SharedTable, variants } from '../cases.ts';
import { CALLING_TIME, REPORT } from '../dialogue-parts.ts';
import { turn } from '../edits/edit.ts';

export const format: SharedTable = ({ answer }) => {
  const says = (text: string) => turn(2, answer({ ...REPORT, text }));
  return [
    faults('format/schema', 'structured/buffered', {
      'format/prose-for-json': ['the answer is prose though JSON was asked for', says('The tool said 21.')],
      'format/member-missing': [
        'the JSON of the answer lacks a member that is required',
        says('{"celsius": 21}'),
      ],
      'format/number-as-text': ['a number of the answer is text', says('{"city": "Oslo", "celsius": "21"}')],
    }),
    faults('format/schema', 'structured/streaming', {
      'format/json-in-a-fence': [
        'the JSON of the answer stands in a fence of Markdown',
        says('```json\n{"city": "Oslo", "celsius": 21}\n```'),
      ],
      'format/member-added': [
        'the JSON of the answer has a member that the schema does not know',
        says('{"city": "Oslo", "celsius": 21, "remark": "none"}'),
      ],
    }),
    faults('reasoning/not-in-content', 'structured/buffered', {
      'reasoning/thought-before-the-form': [
        'a thought stands before the JSON that was asked for',
        says('<think>It is 21.</think>{"city": "Oslo", "celsius": 21}'),
      ],
    }),
    faults('finish/not-empty', 'structured/buffered', {
      'finish/nothing-of-the-form': [
        'nothing comes where JSON was asked for',
        turn(2, answer({ finish: 'stop', usage: REPORT.usage })),
        { alsoFails: { 'roundtrip/continues': 'nothing follows the result' } },
      ],
    }),
    variants('format/schema', 'structured/streaming', {
      'format/json-on-several-lines': [
        'the JSON of the answer is laid out on several lines',
        says('{\n  "celsius": 21,\n  "city": "Oslo"\n}\n'),
      ],
    }),
    variants('format/schema', 'structured/buffered', {
      'format/cut-off': [
        'the token limit stops the JSON before its end',
        turn(2, answer({ ...REPORT, text: '{"city": "Oslo', finish: 'length' })),
        { outcome: 'inconclusive' },
      ],
      'format/masked': [
        'the recorder masked a number of the answer',
        says('{"city": "Oslo, 21", "celsius": "[REDACTED]"}'),
        { outcome: 'inconclusive' },
      ],
      'format/masked-as-asked': [
        'the recorder masked a text of the answer, which is as it was asked for',
        says('{"city": "[REDACTED]", "celsius": 21}'),
      ],
      'format/another-call': [
        'another call comes where an answer of the form would',
        turn(2, answer({ ...CALLING_TIME, text: 'Once more.' })),
        { outcome: 'not-applicable' },
      ],
    }),
  ];
};
