import { faults, type Table, variants } from '../../../proof/cases.ts';
import { GREETING } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { SEARCH_ID } from './dialogues.ts';
import { answer } from './edits.ts';

const SEARCHED = [
  { type: 'server_tool_use', id: SEARCH_ID, name: 'web_search', input: {} },
  { type: 'web_search_tool_result', tool_use_id: SEARCH_ID, content: [] },
  { type: 'text', text: 'Nothing is new.' },
];
const SEARCH_TOOL = { type: 'web_search_20250305', name: 'web_search' };
const COULD_SEARCH = ask('tools[2]', SEARCH_TOOL);

export const choice: Table = [
  faults('choice/none', 'choice-none/buffered', {
    'choice/search-despite-none': [
      'the provider searches though tool_choice is none',
      [setBody('content', SEARCHED)],
    ],
  }),
  variants('choice/required', 'choice-required/buffered', {
    'choice/required-without-tools': [
      'required without a tool on offer brings text',
      [ask('tools', []), answer(GREETING)],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('choice/required', 'choice-required/buffered', {
    'choice/no-search-where-required': [
      "text comes though one of the provider's own tools must be called",
      [
        ask('tools', [SEARCH_TOOL]),
        setBody('content', [{ type: 'text', text: 'Nothing is new.' }]),
        setBody('stop_reason', 'end_turn'),
      ],
    ],
  }),
  variants('choice/required', 'choice-required/buffered', {
    'choice/search-where-required': [
      'a search of the provider is a call too',
      [COULD_SEARCH, setBody('content', SEARCHED), setBody('stop_reason', 'end_turn')],
    ],
  }),
];
