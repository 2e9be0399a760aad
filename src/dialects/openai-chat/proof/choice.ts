/** Seeded faults and legal variants of choice: tool_choice and parallel_tool_calls. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CALLING, CALLING_BOTH, GREETING, TIME_CALL, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { ask, askNot, lose } from '../../../proof/edits/exchange.ts';
import { EVENTS, halve, insertBefore, last } from '../../../proof/edits/stream.ts';
import { answer } from './edits.ts';
import { BODY_CALL, MESSAGE, ofCall, STARTS } from './places.ts';

const NO_ANSWER = lose('the connection was reset');

export const choice: Table = [
  variants('choice/allowed', 'call/buffered', {
    'choice/free-and-unanswered': [
      'the choice is free, and no answer comes',
      [NO_ANSWER],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('choice/required', 'choice-required/buffered', {
    'choice/required-with-a-tool-of-the-provider': [
      'a call is required, a tool that the provider runs itself is on offer, and text comes',
      [ask('tools[2]', { type: 'openrouter:web_search' }), answer(GREETING)],
      { outcome: 'inconclusive' },
    ],
  }),
  faults('choice/required', 'choice-required/buffered', {
    'choice/required-with-a-custom-tool': [
      'a call is required, a custom tool is on offer, and text comes',
      [ask('tools[2]', { type: 'custom', custom: { name: 'python' } }), answer(GREETING)],
    ],
  }),
  variants('choice/none', 'choice-none/buffered', {
    'choice/none-without-tools': [
      'none without a tool on offer brings text',
      [askNot('tools')],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('choice/parallel-off', 'parallel-off/buffered', {
    'choice/parallel-off-without-tools': [
      'no tool is on offer with parallel_tool_calls false, and no answer comes',
      [askNot('tools'), NO_ANSWER],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('framing/data-is-json', 'choice-named/streaming', {
    'framing/ping-beside-the-named-call': [
      'data that is no JSON comes beside the call that was named',
      [insertBefore(last(EVENTS), 'ping')],
    ],
  }),
  faults('shape/completion', 'choice-required/buffered', {
    'shape/no-choice-where-a-call-is-required': [
      'the list of choices is empty though a call is required',
      [setBody('choices', [])],
    ],
  }),
  faults('choice/named', 'choice-named/buffered', {
    'choice/nameless-call-despite-a-name': [
      'a call comes without a name though the request names a tool',
      [dropBody(`${BODY_CALL}.function.name`)],
      { alsoFails: { 'arguments/known-tool': 'no tool has no name' } },
    ],
  }),
  faults('choice/named', 'choice-named/streaming', {
    'choice/another-beside-half-of-a-call': [
      'another tool is called than the named one, and the JSON of the event that starts a second call is cut off',
      [answer({ ...CALLING_BOTH, calls: [TIME_CALL, WEATHER_CALL] }), halve(ofCall(1, STARTS))],
      { alsoFails: { 'framing/data-is-json': 'half an object is none' } },
    ],
  }),
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
