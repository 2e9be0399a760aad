/** Seeded faults and legal variants of choice: tool_choice and parallel_tool_calls. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CALLING, CALLING_BOTH, GREETING, TIME_CALL } from '../../../proof/dialogues.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { answer } from './edits.ts';
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

export const choice: Table = [
  faults('choice/none', 'choice-none/buffered', {
    'choice/search-despite-none': [
      'the provider searches the web though tool_choice is none',
      [appendItem(WEB_SEARCH)],
    ],
  }),
  faults('choice/allowed', 'choice-allowed/streaming', {
    'choice/text-despite-allowed': ['text comes though one of a list must be called', [TEXT]],
    'choice/another-beside-the-allowed': ['one function of two is not in the list', [BOTH_CALLS]],
  }),
  faults('choice/allowed', 'choice-allowed/buffered', {
    'choice/another-than-allowed': ['a function is called that is not in the list', [OTHER_CALL]],
  }),
  variants('choice/allowed', 'choice-allowed/buffered', {
    'choice/none-of-the-allowed': [
      'a list of allowed functions with mode auto brings text',
      all(turn(1, TEXT, ...AUTO)),
      { outcome: 'not-applicable' },
    ],
  }),
  variants('choice/allowed', 'choice-allowed/streaming', {
    'choice/allowed-stopped-by-length': [
      'the token limit stops the answer before a call of the list',
      [CUT_SHORT],
      { outcome: 'inconclusive' },
    ],
  }),
  faults('choice/required', 'choice-required/buffered', {
    'choice/no-search-where-required': [
      "text comes though one of the provider's own tools must be called",
      [TEXT, ask('tools', [{ type: 'web_search' }]), setBody('tools', [{ type: 'web_search' }])],
    ],
  }),
  variants('choice/required', 'choice-required/buffered', {
    'choice/search-where-required': [
      "required brings a call of the provider's own tools",
      [TEXT, appendItem(WEB_SEARCH)],
    ],
  }),
];
