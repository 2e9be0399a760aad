/** Seeded faults and legal variants of choice: tool_choice and parallel_tool_calls. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { GREETING } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { answer } from './edits.ts';
import { appendItem, WEB_SEARCH } from './places.ts';

const TEXT = answer(GREETING);
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
  variants('choice/allowed', 'choice-allowed/buffered', {
    'choice/none-of-the-allowed': [
      'a list of allowed functions with mode auto brings text',
      all(turn(1, TEXT, ...AUTO)),
      { outcome: 'not-applicable' },
    ],
  }),
  variants('choice/required', 'choice-required/buffered', {
    'choice/required-without-tools': [
      'required without a tool on offer brings text',
      [ask('tools', []), TEXT, setBody('tools', [])],
      { outcome: 'not-applicable' },
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
