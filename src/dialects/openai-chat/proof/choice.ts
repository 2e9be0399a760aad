/** Seeded faults and legal variants of choice: tool_choice and parallel_tool_calls. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CALLING, GREETING, TIME_CALL } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { answer } from './edits.ts';
import { MESSAGE } from './places.ts';

export const choice: Table = [
  variants('choice/allowed', 'choice-allowed/buffered', {
    'choice/none-of-the-allowed': [
      'a list of allowed functions with mode auto brings text',
      [answer(GREETING), ask('tool_choice.allowed_tools.mode', 'auto')],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('choice/none', 'choice-none/buffered', {
    'choice/call-beside-text-despite-none': [
      'text comes with a call though tool_choice is none',
      [answer({ ...CALLING, text: 'Let me see.' })],
    ],
  }),
  variants('choice/required', 'choice-required/buffered', {
    'choice/required-without-tools': [
      'required without a tool on offer brings text',
      [askNot('tools'), answer(GREETING)],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('choice/named', 'choice-named/buffered', {
    'choice/named-but-not-offered': [
      'tool_choice names a function that was not offered, and text comes',
      [ask('tool_choice.function.name', 'clock'), answer(GREETING)],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('choice/parallel-off', 'parallel-off/buffered', {
    'choice/one-call-in-each-of-two-choices': [
      'each of two choices holds one call with parallel_tool_calls false',
      [
        ask('n', 2),
        setBody('choices', (choices: unknown[]) => [
          ...choices,
          { ...Object(choices[0]), index: 1, message: { role: 'assistant', content: null } },
        ]),
        setBody('choices[1].message.tool_calls', [
          { id: TIME_CALL.id, type: 'function', function: { name: 'local_time', arguments: '{}' } },
        ]),
      ],
    ],
  }),
  variants('choice/parallel-off', 'parallel/buffered', {
    'choice/two-calls-with-parallel-on': [
      'two calls come with parallel_tool_calls true',
      [ask('parallel_tool_calls', true), setBody(`${MESSAGE}.content`, '')],
      { outcome: 'not-applicable' },
    ],
  }),
];
