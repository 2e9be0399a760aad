/** Seeded faults and legal variants of choice: tool_choice and parallel_tool_calls. */

import { CALLING, CALLING_BOTH, GREETING, TIME_CALL } from '../../../proof/dialogues.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { CUT_OFF } from '../../../proof/inconclusive.ts';
import * as shared from '../../../proof/shared/choice.ts';
import { answer } from './edits.ts';
import { MESSAGE } from './places.ts';

const told = shared.choiceTold(
  { answer },
  { required: 'required', named: 'function', parallelOff: 'parallel_tool_calls is false' },
  CUT_OFF,
);

export const faults: readonly SeededFault[] = [
  told.callDespiteNone,
  fault(
    'choice/call-beside-text-despite-none',
    'text comes with a call though tool_choice is none',
    'choice-none/buffered',
    [answer({ ...CALLING, text: 'Let me see.' })],
    'choice/none',
  ),
  told.textDespiteRequired,
  told.nothingDespiteRequired,
  told.textDespiteAName,
  told.anotherThanNamed,
  told.anotherBesideTheNamed,
  told.twoCallsDespiteParallelOff,
  fault(
    'choice/two-calls-in-a-body-despite-parallel-off',
    'a body holds two calls though parallel_tool_calls is false',
    'parallel-off/buffered',
    [answer(CALLING_BOTH)],
    'choice/parallel-off',
  ),
];

export const variants: readonly LegalVariant[] = [
  told.toolSpokenOf('I would call weather({"location": "Oslo"}).'),
  told.twoCallsWhereOneIsRequired,
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
  told.namedTwice,
  variant(
    'choice/named-but-not-offered',
    'tool_choice names a function that was not offered, and text comes',
    'choice-named/buffered',
    [ask('tool_choice.function.name', 'clock'), answer(GREETING)],
    'choice/named',
    { outcome: 'not-applicable' },
  ),
  told.namedStoppedByLength,
  told.noCallWithParallelOff,
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
