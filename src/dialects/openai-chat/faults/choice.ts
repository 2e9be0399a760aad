/** Seeded faults and legal variants of choice: tool_choice and parallel_tool_calls. */
import { setBody } from '../../../faults/edits/body.ts';
import { ask, askNot } from '../../../faults/edits/exchange.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../faults/fault.ts';
import { CUT_OFF } from '../../../faults/inconclusive.ts';
import { CALLING, CALLING_BOTH, GREETING, TIME_CALL, WEATHER_CALL } from '../../../faults/stories.ts';
import { answer } from './edits.ts';
import { MESSAGE } from './places.ts';

export const choiceFaults: readonly SeededFault[] = [
  fault(
    'choice/call-despite-none',
    'a tool is called though tool_choice is none',
    'choice-none/streaming',
    [answer(CALLING)],
    'choice/none',
  ),
  fault(
    'choice/call-beside-text-despite-none',
    'text comes with a call though tool_choice is none',
    'choice-none/buffered',
    [answer({ ...CALLING, text: 'Let me see.' })],
    'choice/none',
  ),
  fault(
    'choice/text-despite-required',
    'text comes though tool_choice is required',
    'choice-required/streaming',
    [answer(GREETING)],
    'choice/required',
  ),
  fault(
    'choice/nothing-despite-required',
    'nothing comes though tool_choice is required',
    'choice-required/buffered',
    [answer({ finish: 'stop', usage: CALLING.usage })],
    'choice/required',
    { alsoFails: { 'finish/not-empty': 'nothing is no answer either' } },
  ),
  fault(
    'choice/text-despite-a-name',
    'text comes though tool_choice names a function',
    'choice-named/streaming',
    [answer(GREETING)],
    'choice/named',
  ),
  fault(
    'choice/another-than-named',
    'another function is called than tool_choice names',
    'choice-named/buffered',
    [answer({ ...CALLING, calls: [TIME_CALL] })],
    'choice/named',
  ),
  fault(
    'choice/another-beside-the-named',
    'another function is called beside the named one',
    'choice-named/streaming',
    [answer(CALLING_BOTH)],
    'choice/named',
  ),
  fault(
    'choice/two-calls-despite-parallel-off',
    'two calls come though parallel_tool_calls is false',
    'parallel-off/streaming',
    [answer(CALLING_BOTH)],
    'choice/parallel-off',
  ),
  fault(
    'choice/two-calls-in-a-body-despite-parallel-off',
    'a body holds two calls though parallel_tool_calls is false',
    'parallel-off/buffered',
    [answer(CALLING_BOTH)],
    'choice/parallel-off',
  ),
];

export const choiceVariants: readonly LegalVariant[] = [
  variant(
    'choice/tool-spoken-of',
    'with tool_choice none the text speaks of a tool',
    'choice-none/buffered',
    [answer({ ...GREETING, text: 'I would call weather({"location": "Oslo"}).' })],
    'choice/none',
  ),
  variant(
    'choice/two-calls-where-one-is-required',
    'required brings two calls',
    'choice-required/streaming',
    [answer(CALLING_BOTH)],
    'choice/required',
  ),
  variant(
    'choice/required-stopped-by-length',
    'the token limit stops the answer before its call',
    'choice-required/buffered',
    [answer({ ...GREETING, finish: 'length' })],
    'choice/required',
    { outcome: 'inconclusive', turnsInconclusive: [...CUT_OFF, 'choice/required'] },
  ),
  variant(
    'choice/required-without-tools',
    'required without a tool on offer brings text',
    'choice-required/buffered',
    [askNot('tools'), answer(GREETING)],
    'choice/required',
    { outcome: 'not-applicable' },
  ),
  variant(
    'choice/named-twice',
    'the named function is called twice',
    'choice-named/streaming',
    [answer({ ...CALLING_BOTH, calls: [WEATHER_CALL, { ...WEATHER_CALL, id: TIME_CALL.id }] })],
    'choice/named',
  ),
  variant(
    'choice/named-but-not-offered',
    'tool_choice names a function that was not offered, and text comes',
    'choice-named/buffered',
    [ask('tool_choice.function.name', 'clock'), answer(GREETING)],
    'choice/named',
    { outcome: 'not-applicable' },
  ),
  variant(
    'choice/named-stopped-by-length',
    'the token limit stops the answer before the call of the named function',
    'choice-named/streaming',
    [answer({ ...GREETING, finish: 'length' })],
    'choice/named',
    { outcome: 'inconclusive', turnsInconclusive: [...CUT_OFF, 'choice/named'] },
  ),
  variant(
    'choice/no-call-with-parallel-off',
    'no call comes with parallel_tool_calls false',
    'parallel-off/streaming',
    [answer(GREETING)],
    'choice/parallel-off',
  ),
  variant(
    'choice/one-call-in-each-of-two-choices',
    'each of two choices holds one call with parallel_tool_calls false',
    'parallel-off/buffered',
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
    'choice/parallel-off',
  ),
  variant(
    'choice/two-calls-with-parallel-on',
    'two calls come with parallel_tool_calls true',
    'parallel/buffered',
    [ask('parallel_tool_calls', true), setBody(`${MESSAGE}.content`, '')],
    'choice/parallel-off',
    { outcome: 'not-applicable' },
  ),
];
