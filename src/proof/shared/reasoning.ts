/** Faults and variants of reasoning: thoughts that stand in the text, and what they cost. */

import { tokens } from '../../answers/answer.ts';
import { faults, type SharedTable, variants } from '../cases.ts';
import { CALLING, GREETING } from '../dialogues.ts';

export const reasoning: SharedTable = ({ answer }) => {
  const says = (text: string) => [answer({ ...GREETING, text })];
  return [
    faults('reasoning/not-in-content', 'text/buffered', {
      'reasoning/in-tags': [
        'the text begins with thoughts in tags',
        says('<think>A greeting.</think>Good morning!'),
      ],
      'reasoning/channel': [
        'the text begins with the analysis channel of the Harmony format',
        says('<|channel|>analysis<|message|>A greeting.'),
      ],
    }),
    variants('reasoning/not-in-content', 'text/buffered', {
      'reasoning/other-tags': [
        'the text has words in tags that mark no reasoning',
        says('I think: <thinking> <b>Good</b> morning! <|channel|>final'),
      ],
    }),
    variants('reasoning/counted', 'call/buffered', {
      'reasoning/counted-and-hidden': [
        'reasoning is counted, and not shown',
        [answer({ ...CALLING, usage: tokens(80, 18, 12) })],
        { outcome: 'not-applicable' },
      ],
    }),
  ];
};
