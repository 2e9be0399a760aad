/** Seeded faults and legal variants of choice: tool_choice and parallel_tool_calls. */

import { CALLING, CALLING_BOTH, GREETING, TIME_CALL } from '../../../proof/dialogues.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import * as shared from '../../../proof/shared/choice.ts';
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

const told = shared.choiceTold(
  { answer },
  { required: 'required', named: 'function', parallelOff: 'parallel_tool_calls is false' },
  CUT,
);

export const faults: readonly SeededFault[] = [
  told.callDespiteNone,
  fault(
    'choice/search-despite-none',
    'the provider searches the web though tool_choice is none',
    'choice-none/buffered',
    [appendItem(WEB_SEARCH)],
    'choice/none',
  ),
  told.textDespiteRequired,
  told.textDespiteAName,
  fault(
    'choice/another-than-named',
    'another function is called than the named one',
    'choice-named/buffered',
    [OTHER_CALL],
    'choice/named',
  ),
  told.anotherBesideTheNamed,
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
  told.twoCallsDespiteParallelOff,
];

export const variants: readonly LegalVariant[] = [
  told.toolSpokenOf('I would call weather.'),
  told.twoCallsWhereOneIsRequired,
  variant(
    'choice/search-where-a-call-is-required',
    "required brings a call of the provider's own tools",
    'choice-required/buffered',
    [TEXT, appendItem(WEB_SEARCH)],
    'choice/required',
  ),
  told.namedTwice,
  told.namedStoppedByLength,
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
  told.noCallWithParallelOff,
];
