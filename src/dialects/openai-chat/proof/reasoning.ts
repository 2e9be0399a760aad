/** Seeded faults and legal variants of reasoning: thoughts, and what they cost. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { nth, set } from '../../../proof/edits/stream.ts';
import { DELTA, MESSAGE, TEXT } from './places.ts';

const CONTENT = `${MESSAGE}.content`;
const REASONING_TOKENS = 'usage.completion_tokens_details.reasoning_tokens';

export const reasoning: Table = [
  faults('reasoning/not-in-content', 'text/streaming', {
    'reasoning/closing-tag-in-pieces': [
      'the closing tag alone comes, in two deltas',
      [set(nth(TEXT, 1), `${DELTA}.content`, '</th'), set(nth(TEXT, 2), `${DELTA}.content`, 'ink>')],
    ],
  }),
  variants('reasoning/not-in-content', 'text/buffered', {
    'reasoning/tags-that-were-asked-for': [
      'the request asks for thoughts in tags',
      [
        ask('messages[0].content', 'Think in <think> and </think> before you answer.'),
        setBody(CONTENT, '<think>A greeting.</think>Good morning!'),
      ],
    ],
  }),
  variants('reasoning/not-in-content', 'openrouter-reasoning/buffered', {
    'reasoning/tags-in-the-reasoning': [
      'the tags stand in the reasoning itself',
      turn(2, setBody(`${MESSAGE}.reasoning`, '<think>21 degrees</think>')),
    ],
  }),
  variants('reasoning/counted', 'openrouter-reasoning/buffered', {
    'reasoning/tokens-not-reported': [
      'there is reasoning, and reasoning_tokens is left out',
      [setBody('usage.completion_tokens_details', null)],
    ],
    'reasoning/blank': [
      'the reasoning is a line end, and none is counted',
      [setBody(`${MESSAGE}.reasoning`, '\n'), setBody(REASONING_TOKENS, 0)],
    ],
  }),
];
