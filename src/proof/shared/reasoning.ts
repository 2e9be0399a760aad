/** Faults and variants of reasoning: thoughts that stand in the text, and what they cost. */

import { tokens } from '../../answers/answer.ts';
import { faults, type SharedTable, variants } from '../cases.ts';
import { CALLING, GREETING, THINKING_AND_CALLING, THINKING_AND_REPORTING } from '../dialogues.ts';
import { turn } from '../edits/edit.ts';

const CALLS_FORBIDDEN = { unserved: 'the scenario that it stands for forbids calls' };

export const reasoning: SharedTable = ({ answer, askForThoughts }) => {
  const thinks = (thought: string) => [
    askForThoughts,
    answer({ ...GREETING, reasoning: thought, usage: tokens(70, 40, 30) }),
  ];
  const says = (text: string) => [answer({ ...GREETING, text })];
  return [
    faults('reasoning/no-tool-markup', 'text/streaming', {
      'reasoning/call-swallowed': [
        'the reasoning ends with a whole call in the tags of a template, and no call comes',
        thinks(
          'I look it up.\n<tool_call>\n<function=weather>\n<parameter=location>\nOslo\n</parameter>\n</function>\n</tool_call>',
        ),
        CALLS_FORBIDDEN,
      ],
    }),
    faults('reasoning/no-tool-markup', 'text/buffered', {
      'reasoning/call-as-json-swallowed': [
        'the reasoning holds a whole call as JSON between tags, and no call comes',
        thinks('<tool_call>{"name": "weather", "arguments": {"location": "Oslo"}}</tool_call>'),
        CALLS_FORBIDDEN,
      ],
    }),
    variants('reasoning/no-tool-markup', 'text/streaming', {
      'reasoning/markup-in-backticks': [
        'the reasoning speaks of the markup of a call, in backticks',
        thinks('I could write `<function=weather><parameter=location>Oslo</function>`, and need not.'),
      ],
      'reasoning/call-of-no-tool': [
        'the reasoning holds the markup of a call of no tool on offer',
        thinks('<function=search><parameter=query>Oslo</parameter></function>'),
      ],
    }),
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
    faults('reasoning/counted', 'reasoning/buffered', {
      'reasoning/not-counted': [
        'there is reasoning, and no token of it is counted',
        [answer({ ...THINKING_AND_CALLING, usage: tokens(80, 30) })],
      ],
    }),
    faults('reasoning/counted', 'reasoning/streaming', {
      'reasoning/not-counted-in-a-stream': [
        'there is reasoning in a stream, and no token of it is counted',
        turn(2, answer({ ...THINKING_AND_REPORTING, usage: tokens(130, 20) })),
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
