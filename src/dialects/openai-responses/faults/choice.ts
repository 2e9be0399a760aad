/** Seeded faults and legal variants of choice: tool_choice and parallel_tool_calls. */
import { setBody } from '../../../faults/edits/body.ts';
import { all, turn } from '../../../faults/edits/edit.ts';
import { ask } from '../../../faults/edits/exchange.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../faults/fault.ts';
import { CALLING, CALLING_BOTH, GREETING, TIME_CALL, WEATHER_CALL } from '../../../faults/stories.ts';
import { answer } from './edits.ts';
import { CUT } from './inconclusive.ts';
import { appendItem, WEB_SEARCH } from './places.ts';

const TEXT = answer(GREETING);
const OTHER_CALL = answer({ ...CALLING, calls: [TIME_CALL] });
const BOTH_CALLS = answer(CALLING_BOTH);
const CUT_SHORT = answer({ ...GREETING, finish: 'length' });
const AUTO = [
  ask('tool_choice.mode', 'auto'),
  setBody('tool_choice', {
    type: 'allowed_tools',
    mode: 'auto',
    tools: [{ type: 'function', name: 'weather' }],
  }),
];

export const choiceFaults: readonly SeededFault[] = [
  fault(
    'choice/call-despite-none',
    'a tool is called though tool_choice is none',
    'choice-none/streaming',
    [answer(CALLING)],
    'choice/none',
  ),
  fault(
    'choice/search-despite-none',
    'the provider searches the web though tool_choice is none',
    'choice-none/buffered',
    [appendItem(WEB_SEARCH)],
    'choice/none',
  ),
  fault(
    'choice/text-despite-required',
    'text comes though tool_choice is required',
    'choice-required/streaming',
    [TEXT],
    'choice/required',
  ),
  fault(
    'choice/text-despite-a-name',
    'text comes though tool_choice names a function',
    'choice-named/streaming',
    [TEXT],
    'choice/named',
  ),
  fault(
    'choice/another-than-named',
    'another function is called than the named one',
    'choice-named/buffered',
    [OTHER_CALL],
    'choice/named',
  ),
  fault(
    'choice/another-beside-the-named',
    'another function is called beside the named one',
    'choice-named/streaming',
    [BOTH_CALLS],
    'choice/named',
  ),
  fault(
    'choice/text-despite-allowed',
    'text comes though one of a list must be called',
    'choice-allowed/streaming',
    [TEXT],
    'choice/allowed',
  ),
  fault(
    'choice/another-than-allowed',
    'a function is called that is not in the list',
    'choice-allowed/buffered',
    [OTHER_CALL],
    'choice/allowed',
  ),
  fault(
    'choice/another-beside-the-allowed',
    'one function of two is not in the list',
    'choice-allowed/streaming',
    [BOTH_CALLS],
    'choice/allowed',
  ),
  fault(
    'choice/two-calls-despite-parallel-off',
    'two calls come though parallel_tool_calls is false',
    'parallel-off/streaming',
    [BOTH_CALLS],
    'choice/parallel-off',
  ),
];

export const choiceVariants: readonly LegalVariant[] = [
  variant(
    'choice/tool-spoken-of',
    'with tool_choice none the text speaks of a tool',
    'choice-none/buffered',
    [answer({ ...GREETING, text: 'I would call weather.' })],
    'choice/none',
  ),
  variant(
    'choice/two-calls-where-one-is-required',
    'required brings two calls',
    'choice-required/streaming',
    [BOTH_CALLS],
    'choice/required',
  ),
  variant(
    'choice/search-where-a-call-is-required',
    "required brings a call of the provider's own tools",
    'choice-required/buffered',
    [TEXT, appendItem(WEB_SEARCH)],
    'choice/required',
  ),
  variant(
    'choice/named-twice',
    'the named function is called twice',
    'choice-named/streaming',
    [answer({ ...CALLING_BOTH, calls: [WEATHER_CALL, { ...WEATHER_CALL, id: TIME_CALL.id }] })],
    'choice/named',
  ),
  variant(
    'choice/named-stopped-by-length',
    'the token limit stops the answer before the call of the named function',
    'choice-named/streaming',
    [CUT_SHORT],
    'choice/named',
    {
      outcome: 'inconclusive',
      turnsInconclusive: [...CUT, 'choice/named'],
    },
  ),
  variant(
    'choice/none-of-the-allowed',
    'a list of allowed functions with mode auto brings text',
    'choice-allowed/buffered',
    all(turn(1, TEXT, ...AUTO)),
    'choice/allowed',
  ),
  variant(
    'choice/allowed-stopped-by-length',
    'the token limit stops the answer before a call of the list',
    'choice-allowed/streaming',
    [CUT_SHORT],
    'choice/allowed',
    {
      outcome: 'inconclusive',
      turnsInconclusive: [...CUT, 'choice/allowed'],
    },
  ),
  variant(
    'choice/no-call-with-parallel-off',
    'no call comes with parallel_tool_calls false',
    'parallel-off/streaming',
    [TEXT],
    'choice/parallel-off',
  ),
];
