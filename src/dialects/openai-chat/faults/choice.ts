/** Seeded faults and legal variants of choice: tool_choice and parallel_tool_calls. */
import { setBody } from '../../../faults/edits/body.ts';
import { turn } from '../../../faults/edits/edit.ts';
import { ask, askNot } from '../../../faults/edits/exchange.ts';
import type { LegalVariant, SeededFault } from '../../../faults/fault.ts';
import { CUT_OFF } from '../../../faults/inconclusive.ts';
import { CALLING, CALLING_BOTH, GREETING, TIME_CALL, WEATHER_CALL } from '../../../faults/stories.ts';
import { answer } from './edits.ts';
import { MESSAGE } from './places.ts';

export const choiceFaults: readonly SeededFault[] = [
  {
    base: 'choice-none/streaming',
    name: 'choice/call-despite-none',
    title: 'a tool is called though tool_choice is none',
    edit: turn(1, answer(CALLING)),
    catches: 'choice/none',
  },
  {
    base: 'choice-none/buffered',
    name: 'choice/call-beside-text-despite-none',
    title: 'text comes with a call though tool_choice is none',
    edit: turn(1, answer({ ...CALLING, text: 'Let me see.' })),
    catches: 'choice/none',
  },
  {
    base: 'choice-required/streaming',
    name: 'choice/text-despite-required',
    title: 'text comes though tool_choice is required',
    edit: turn(1, answer(GREETING)),
    catches: 'choice/required',
  },
  {
    base: 'choice-required/buffered',
    name: 'choice/nothing-despite-required',
    title: 'nothing comes though tool_choice is required',
    edit: turn(1, answer({ finish: 'stop', usage: CALLING.usage })),
    catches: 'choice/required',
    alsoFails: { 'finish/not-empty': 'nothing is no answer either' },
  },
  {
    base: 'choice-named/streaming',
    name: 'choice/text-despite-a-name',
    title: 'text comes though tool_choice names a function',
    edit: turn(1, answer(GREETING)),
    catches: 'choice/named',
  },
  {
    base: 'choice-named/buffered',
    name: 'choice/another-than-named',
    title: 'another function is called than tool_choice names',
    edit: turn(1, answer({ ...CALLING, calls: [TIME_CALL] })),
    catches: 'choice/named',
  },
  {
    base: 'choice-named/streaming',
    name: 'choice/another-beside-the-named',
    title: 'another function is called beside the named one',
    edit: turn(1, answer(CALLING_BOTH)),
    catches: 'choice/named',
  },
  {
    base: 'parallel-off/streaming',
    name: 'choice/two-calls-despite-parallel-off',
    title: 'two calls come though parallel_tool_calls is false',
    edit: turn(1, answer(CALLING_BOTH)),
    catches: 'choice/parallel-off',
  },
  {
    base: 'parallel-off/buffered',
    name: 'choice/two-calls-in-a-body-despite-parallel-off',
    title: 'a body holds two calls though parallel_tool_calls is false',
    edit: turn(1, answer(CALLING_BOTH)),
    catches: 'choice/parallel-off',
  },
];

export const choiceVariants: readonly LegalVariant[] = [
  {
    base: 'choice-none/buffered',
    name: 'choice/tool-spoken-of',
    title: 'with tool_choice none the text speaks of a tool',
    near: 'choice/none',
    edit: turn(1, answer({ ...GREETING, text: 'I would call weather({"location": "Oslo"}).' })),
  },
  {
    base: 'choice-required/streaming',
    name: 'choice/two-calls-where-one-is-required',
    title: 'required brings two calls',
    near: 'choice/required',
    edit: turn(1, answer(CALLING_BOTH)),
  },
  {
    base: 'choice-required/buffered',
    name: 'choice/required-stopped-by-length',
    title: 'the token limit stops the answer before its call',
    near: 'choice/required',
    outcome: 'inconclusive',
    edit: turn(1, answer({ ...GREETING, finish: 'length' })),
    turnsInconclusive: [...CUT_OFF, 'choice/required'],
  },
  {
    base: 'choice-required/buffered',
    name: 'choice/required-without-tools',
    title: 'required without a tool on offer brings text',
    near: 'choice/required',
    outcome: 'not-applicable',
    edit: turn(1, askNot('tools'), answer(GREETING)),
  },
  {
    base: 'choice-named/streaming',
    name: 'choice/named-twice',
    title: 'the named function is called twice',
    near: 'choice/named',
    edit: turn(1, answer({ ...CALLING_BOTH, calls: [WEATHER_CALL, { ...WEATHER_CALL, id: TIME_CALL.id }] })),
  },
  {
    base: 'choice-named/buffered',
    name: 'choice/named-but-not-offered',
    title: 'tool_choice names a function that was not offered, and text comes',
    near: 'choice/named',
    outcome: 'not-applicable',
    edit: turn(1, ask('tool_choice.function.name', 'clock'), answer(GREETING)),
  },
  {
    base: 'choice-named/streaming',
    name: 'choice/named-stopped-by-length',
    title: 'the token limit stops the answer before the call of the named function',
    near: 'choice/named',
    outcome: 'inconclusive',
    edit: turn(1, answer({ ...GREETING, finish: 'length' })),
    turnsInconclusive: [...CUT_OFF, 'choice/named'],
  },
  {
    base: 'parallel-off/streaming',
    name: 'choice/no-call-with-parallel-off',
    title: 'no call comes with parallel_tool_calls false',
    near: 'choice/parallel-off',
    edit: turn(1, answer(GREETING)),
  },
  {
    base: 'parallel-off/buffered',
    name: 'choice/one-call-in-each-of-two-choices',
    title: 'each of two choices holds one call with parallel_tool_calls false',
    near: 'choice/parallel-off',
    edit: turn(
      1,
      ask('n', 2),
      setBody('choices', (choices: unknown[]) => [
        ...choices,
        { ...Object(choices[0]), index: 1, message: { role: 'assistant', content: null } },
      ]),
      setBody('choices[1].message.tool_calls', [
        { id: TIME_CALL.id, type: 'function', function: { name: 'local_time', arguments: '{}' } },
      ]),
    ),
  },
  {
    base: 'parallel/buffered',
    name: 'choice/two-calls-with-parallel-on',
    title: 'two calls come with parallel_tool_calls true',
    near: 'choice/parallel-off',
    outcome: 'not-applicable',
    edit: turn(1, ask('parallel_tool_calls', true), setBody(`${MESSAGE}.content`, '')),
  },
];
