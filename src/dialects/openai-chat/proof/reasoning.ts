/** Seeded faults and legal variants of reasoning: thoughts and their cost. */

import { tokens } from '../../../answers/answer.ts';
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { GREETING } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { both, nth, set } from '../../../proof/edits/stream.ts';
import { answer } from './edits.ts';
import { DELTA, MESSAGE, ofChoice, TEXT, twoChoices } from './places.ts';

const CONTENT = `${MESSAGE}.content`;
const REASONING_TOKENS = 'usage.completion_tokens_details.reasoning_tokens';

const THINKING_A_CALL = {
  ...GREETING,
  reasoning: '<tool_call>{"name": "weather", "arguments": {"location": "Oslo"}}</tool_call>',
  usage: tokens(70, 40, 30),
};

export const reasoning: Table = [
  faults('reasoning/not-in-content', 'text/streaming', {
    'reasoning/closing-tag-in-pieces': [
      'the closing tag alone comes, in two deltas',
      [set(nth(TEXT, 1), `${DELTA}.content`, '</th'), set(nth(TEXT, 2), `${DELTA}.content`, 'ink>')],
    ],
  }),
  faults('reasoning/not-in-content', 'text/streaming', {
    'reasoning/in-one-of-two-choices': [
      'of two choices one has thoughts in tags, the other a closing tag',
      [
        twoChoices(),
        set(both(ofChoice(0), nth(TEXT, 2)), `${DELTA}.content`, '<think>'),
        set(both(ofChoice(1), nth(TEXT, 3)), `${DELTA}.content`, '</think>'),
      ],
      { unserved: 'it takes a request for two choices, and no scenario makes one' },
    ],
  }),
  variants('reasoning/no-tool-markup', 'text/buffered', {
    'reasoning/call-spoken-of-without-tools': [
      'no tool is on offer, and the reasoning holds a whole call',
      [askNot('tools'), answer(THINKING_A_CALL)],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('reasoning/no-tool-markup', 'choice-none/buffered', {
    'reasoning/call-spoken-of-though-none-may-be-made': [
      'no call may be made, and the reasoning holds a whole call',
      [answer(THINKING_A_CALL)],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('reasoning/not-in-content', 'text/buffered', {
    'reasoning/tags-that-were-asked-for': [
      'the request asks for thoughts in tags',
      [
        ask('messages[0].content', 'Think in <think> and </think> before you answer.'),
        setBody(CONTENT, '<think>A short answer.</think>Good morning!'),
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
