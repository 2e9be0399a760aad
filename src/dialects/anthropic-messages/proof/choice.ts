/** Seeded faults and legal variants of choice: tool_choice and disable_parallel_tool_use. */

import { CALLING, CALLING_BOTH, GREETING, TIME_CALL } from '../../../proof/dialogues.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { CUT_OFF } from '../../../proof/inconclusive.ts';
import * as shared from '../../../proof/shared/choice.ts';
import { SEARCH_ID } from './dialogues.ts';
import { answer } from './edits.ts';

const SEARCHED = [
  { type: 'server_tool_use', id: SEARCH_ID, name: 'web_search', input: {} },
  { type: 'web_search_tool_result', tool_use_id: SEARCH_ID, content: [] },
  { type: 'text', text: 'Nothing is new.' },
];
const COULD_SEARCH = ask('tools[2]', { type: 'web_search_20250305', name: 'web_search' });

const told = shared.choiceTold(
  { answer },
  { required: 'any', named: 'tool', parallelOff: 'parallel use is disabled' },
  CUT_OFF,
);

export const faults: readonly SeededFault[] = [
  told.callDespiteNone,
  fault(
    'choice/search-despite-none',
    'the provider searches though tool_choice is none',
    'choice-none/buffered',
    [setBody('content', SEARCHED)],
    'choice/none',
  ),
  told.textDespiteRequired,
  told.nothingDespiteRequired,
  told.textDespiteAName,
  told.anotherThanNamed,
  told.twoCallsDespiteParallelOff,
];

export const variants: readonly LegalVariant[] = [
  told.toolSpokenOf('I may not use the weather tool.'),
  variant(
    'choice/search-where-required',
    'a search of the provider is a call too',
    'choice-required/buffered',
    [COULD_SEARCH, setBody('content', SEARCHED), setBody('stop_reason', 'end_turn')],
    'choice/required',
    { turnsInconclusive: [] },
  ),
  variant(
    'choice/cut-off-before-the-call',
    'the token limit stops the answer before its call',
    'choice-required/streaming',
    [answer({ text: 'Let me', finish: 'length', usage: CALLING.usage })],
    'choice/required',
    { outcome: 'inconclusive', turnsInconclusive: [...CUT_OFF, 'choice/required'] },
  ),
  variant(
    'choice/named-twice',
    'the named tool is called twice',
    'choice-named/buffered',
    [
      answer({
        ...CALLING_BOTH,
        calls: [
          ...(CALLING.calls ?? []),
          { ...TIME_CALL, name: 'weather', arguments: '{"location":"Bergen"}' },
        ],
      }),
    ],
    'choice/named',
  ),
  variant(
    'choice/no-call-with-parallel-off',
    'no tool is called, and parallel use is disabled',
    'parallel-off/buffered',
    [answer(GREETING)],
    'choice/parallel-off',
  ),
];
