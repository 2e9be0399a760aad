/** Seeded faults and legal variants of reasoning: thoughts and their cost. */

import { type Table, variants } from '../../../proof/cases.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { TEXT_OF, USAGE } from './places.ts';

export const reasoning: Table = [
  variants('reasoning/not-in-content', 'reasoning/buffered', {
    'reasoning/tags-in-the-reasoning': [
      'a thought has such marks',
      turn(1, setBody(TEXT_OF, 'I write <think> here.')),
      { outcome: 'pass' },
    ],
  }),
  variants('reasoning/counted', 'reasoning/buffered', {
    'reasoning/more-than-candidates': [
      'thoughts take more than the candidates',
      turn(1, setBody(`${USAGE}.thoughtsTokenCount`, 400), setBody(`${USAGE}.totalTokenCount`, 498)),
    ],
  }),
];
