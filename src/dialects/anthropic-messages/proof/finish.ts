/** Seeded faults and legal variants of finish: how an answer reports its end and the reason. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CALLING, GREETING } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { insertBefore, set } from '../../../proof/edits/stream.ts';
import type { JsonObject } from '../../../text/json.ts';
import { event } from '../serve/render.ts';
import { SEARCH_ID } from './dialogues.ts';
import { answer } from './edits.ts';
import { followWith, fragment, MESSAGE_DELTA, TAKEOVER } from './places.ts';

const REASON = 'delta.stop_reason';
const SEARCH = { type: 'server_tool_use', id: SEARCH_ID, name: 'web_search', input: {} };
const TWICE = { 'usage/once': 'one message_delta too many' };

function stopsBefore(reason: string) {
  const delta = { stop_reason: reason, stop_sequence: null };
  return insertBefore(MESSAGE_DELTA, event('message_delta', { delta, usage: { output_tokens: 8 } }));
}

export const finish: Table = [
  faults('finish/present', 'text/streaming', {
    'finish/never': ['stop_reason stays null to the end of the stream', [set(MESSAGE_DELTA, REASON, null)]],
  }),
  faults('finish/present', 'text/buffered', {
    'finish/body-never': ['the stop_reason of a body is null', [setBody('stop_reason', null)]],
  }),
  variants('finish/present', 'text/buffered', {
    'finish/refusal': ['the model refuses', [setBody('stop_reason', 'refusal')]],
  }),
  faults('finish/known', 'text/buffered', {
    'finish/reason-of-another-dialect': [
      'the stop_reason is stop, as in Chat Completions',
      [setBody('stop_reason', 'stop')],
    ],
  }),
  faults('finish/known', 'text/streaming', {
    'finish/error': ['the stop_reason is error', [set(MESSAGE_DELTA, REASON, 'error')]],
  }),
  variants('finish/known', 'text/streaming', {
    'finish/context-full': [
      'the context window is full',
      [set(MESSAGE_DELTA, REASON, 'model_context_window_exceeded')],
    ],
  }),
  variants('finish/known', 'text/buffered', {
    'finish/compacted': [
      'the context was compacted, and the answer pauses behind the summary',
      [
        setBody('content', [{ type: 'compaction', content: 'They talked.', encrypted_content: null }]),
        setBody('stop_reason', 'compaction'),
      ],
    ],
  }),
  faults('finish/consistent', 'text/streaming', {
    'finish/two-reasons': [
      'two message_deltas give two reasons',
      [stopsBefore('max_tokens')],
      { alsoFails: { 'finish/once': 'it is sent twice', ...TWICE } },
    ],
  }),
  variants('finish/consistent', 'call/streaming', {
    'finish/told-in-one-event': [
      'the reason comes in one message_delta',
      [set(MESSAGE_DELTA, 'delta.stop_sequence', null)],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('finish/once', 'text/streaming', {
    'finish/twice': [
      'two message_deltas give the same reason',
      [stopsBefore('end_turn')],
      { alsoFails: TWICE },
    ],
  }),
  variants('finish/once', 'text/streaming', {
    'finish/limit-told-once': ['the token limit is told once', [set(MESSAGE_DELTA, REASON, 'max_tokens')]],
  }),
  faults('finish/tool-calls', 'call/streaming', {
    'finish/call-and-end-turn': ['a call ends with end_turn', [set(MESSAGE_DELTA, REASON, 'end_turn')]],
  }),
  faults('finish/tool-calls', 'choice-named/buffered', {
    'finish/forced-call-and-end-turn': [
      'a forced call ends with end_turn',
      [setBody('stop_reason', 'end_turn')],
    ],
  }),
  faults('finish/tool-calls', 'call/buffered', {
    'finish/call-beside-one-of-code-that-has-ended': [
      'one call is of code that has ended, one is for the client, and the answer ends its turn',
      [
        ask('tools[2]', { type: 'code_execution_20260120', name: 'code_execution' }),
        setBody('content', ([call]: JsonObject[]) => [
          { type: 'server_tool_use', id: SEARCH_ID, name: 'code_execution', input: { code: 'weather()' } },
          { ...call, caller: { type: 'code_execution_20260120', tool_id: SEARCH_ID } },
          {
            type: 'code_execution_tool_result',
            tool_use_id: SEARCH_ID,
            content: {
              type: 'code_execution_result',
              stdout: 'mild',
              stderr: '',
              return_code: 0,
              content: [],
            },
          },
          { ...call, id: 'toolu_01Zq8Lw3Xv9TbYz7Nk' },
        ]),
        setBody('stop_reason', 'end_turn'),
      ],
    ],
    'finish/call-of-code-that-has-not-ended': [
      'the answer shows a call of code without what the code came to, and ends its turn',
      [
        ask('tools[2]', { type: 'code_execution_20260120', name: 'code_execution' }),
        setBody('content', ([call]: JsonObject[]) => [
          { type: 'server_tool_use', id: SEARCH_ID, name: 'code_execution', input: { code: 'weather()' } },
          { ...call, caller: { type: 'code_execution_20260120', tool_id: SEARCH_ID } },
        ]),
        setBody('stop_reason', 'end_turn'),
      ],
    ],
  }),
  variants('finish/tool-calls', 'call/buffered', {
    'finish/call-of-code-that-has-ended': [
      'the answer shows a call of code with what the code came to, and ends its turn',
      [
        ask('tools[2]', { type: 'code_execution_20260120', name: 'code_execution' }),
        setBody('content', ([call]: JsonObject[]) => [
          { type: 'server_tool_use', id: SEARCH_ID, name: 'code_execution', input: { code: 'weather()' } },
          { ...call, caller: { type: 'code_execution_20260120', tool_id: SEARCH_ID } },
          {
            type: 'code_execution_tool_result',
            tool_use_id: SEARCH_ID,
            content: {
              type: 'code_execution_result',
              stdout: 'mild',
              stderr: '',
              return_code: 0,
              content: [],
            },
          },
          { type: 'text', text: 'It is mild.' },
        ]),
        setBody('stop_reason', 'end_turn'),
      ],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('finish/tool-calls', 'call/streaming', {
    'finish/call-at-the-limit': [
      'the token limit is reached right behind the call',
      [set(MESSAGE_DELTA, REASON, 'max_tokens')],
    ],
    'finish/call-of-a-model-that-declined': [
      'a model declines within its call, and the one that takes over ends its turn with text',
      [
        ask('fallbacks', 'default'),
        fragment(0, ['', '{"ci']),
        followWith(TAKEOVER),
        insertBefore(
          MESSAGE_DELTA,
          event('content_block_start', { index: 2, content_block: { type: 'text', text: '' } }),
          event('content_block_delta', { index: 2, delta: { type: 'text_delta', text: 'It is mild.' } }),
          event('content_block_stop', { index: 2 }),
        ),
        set(MESSAGE_DELTA, REASON, 'end_turn'),
      ],
      { outcome: 'not-applicable' },
    ],
    'finish/call-after-text': ['text comes before the call', [answer({ ...CALLING, text: 'Let me see.' })]],
  }),
  faults('finish/not-empty', 'text/streaming', {
    'finish/line-end-alone': ['end_turn comes with a line end', [answer({ ...GREETING, text: '\n' })]],
  }),
  variants('finish/not-empty', 'text/buffered', {
    'finish/empty-at-a-sequence': [
      'the first word is a stop sequence, so nothing comes',
      [
        ask('stop_sequences', ['Good']),
        setBody('content', []),
        setBody('stop_reason', 'stop_sequence'),
        setBody('stop_sequence', 'Good'),
      ],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('finish/not-empty', 'server-tool/buffered', {
    'finish/search-alone': [
      'end_turn comes with a search of the provider and its result',
      [(exchange) => setBody('content', (content: unknown[]) => content.slice(0, 2))(exchange)],
    ],
  }),
  faults('finish/no-phantom', 'call/buffered', {
    'finish/phantom-without-content': ['tool_use comes with no content at all', [setBody('content', [])]],
  }),
  variants('finish/no-phantom', 'call/buffered', {
    'finish/search-waits': [
      'tool_use comes with a search of the provider that has no result yet',
      [setBody('content', [SEARCH])],
    ],
  }),
  faults('finish/stop-sequence', 'text/buffered', {
    'finish/sequence-not-asked-for': [
      'the answer stops at a sequence that was not asked for',
      [
        ask('stop_sequences', ['END']),
        setBody('stop_reason', 'stop_sequence'),
        setBody('stop_sequence', 'STOP'),
      ],
    ],
    'finish/sequence-beside-end-turn': [
      'end_turn comes with a sequence',
      [ask('stop_sequences', ['END']), setBody('stop_sequence', 'END')],
    ],
  }),
  faults('finish/stop-sequence', 'text/streaming', {
    'finish/sequence-not-named': [
      'the answer stops at a sequence and does not say which',
      [ask('stop_sequences', ['END']), set(MESSAGE_DELTA, REASON, 'stop_sequence')],
    ],
  }),
  variants('finish/stop-sequence', 'weather/streaming', {
    'finish/sequence': [
      'the answer stops at a sequence, and says which',
      turn(
        2,
        ask('stop_sequences', ['.', 'END']),
        set(MESSAGE_DELTA, REASON, 'stop_sequence'),
        set(MESSAGE_DELTA, 'delta.stop_sequence', '.'),
      ),
    ],
  }),
];
