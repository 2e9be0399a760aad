/** Seeded faults and legal variants of blocks: content blocks, from start to stop. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CALLING_TIME, TIME_CALL, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { drop, first, insertAfter, insertBefore, last, remove, set } from '../../../proof/edits/stream.ts';
import { boundsOfBlocks } from '../../../proof/streamed-blocks.ts';
import { event } from '../serve/render.ts';
import { BLOCK_WORDS } from './block-words.ts';
import { SEARCH_ID } from './dialogues.ts';
import { answer } from './edits.ts';
import {
  BLOCK_STARTS,
  BLOCK_STOPS,
  CALL_STARTS,
  FRAGMENTS,
  followWith,
  fragment,
  MESSAGE_DELTA,
  SIGNATURES,
  TEXT,
} from './places.ts';

const REDACTED = { type: 'redacted_thinking', data: 'Q2FubmVkIHRob3VnaHRz' };
const SEARCH = { type: 'server_tool_use', id: SEARCH_ID, name: 'web_search', input: {} };
const INPUT: unknown = JSON.parse(WEATHER_CALL.arguments);

export const blocks: Table = [
  faults('blocks/start-shape', 'reasoning/buffered', {
    'blocks/redacted-and-empty': [
      'a redacted thought has empty data',
      turn(2, setBody('content[2]', { ...REDACTED, data: '' })),
    ],
  }),
  variants('blocks/delta-type', 'call/streaming', {
    'blocks/no-delta-at-all': [
      'a call without arguments comes without a delta',
      [answer({ ...CALLING_TIME, calls: [{ ...TIME_CALL, arguments: '{}' }] }), remove(FRAGMENTS)],
      { outcome: 'not-applicable' },
    ],
  }),
  ...boundsOfBlocks(BLOCK_WORDS),
  faults('blocks/open', 'text/streaming', {
    'blocks/delta-of-no-block': [
      'a delta comes for a block that never started',
      [set(last(TEXT), 'index', 7)],
    ],
    'blocks/stop-of-another-index': [
      'the stop of the only block has the index of no block',
      [set(BLOCK_STOPS, 'index', 7)],
    ],
  }),
  variants('blocks/open', 'text/streaming', {
    'blocks/new-delta': [
      'a delta has a type that nobody knows',
      [
        insertAfter(
          first(TEXT),
          event('content_block_delta', { index: 0, delta: { type: 'emphasis_delta' } }),
        ),
      ],
    ],
  }),
  variants('blocks/closed', 'text/streaming', {
    'blocks/stopped-at-last': [
      'the block is stopped after a ping',
      [insertBefore(BLOCK_STOPS, event('ping', {}))],
    ],
  }),
  faults('blocks/start-shape', 'text/streaming', {
    'blocks/text-missing': [
      'a block of text starts without a text',
      [drop(BLOCK_STARTS, 'content_block.text')],
    ],
    'blocks/redacted-without-data': [
      'redacted thoughts have no data',
      [followWith({ type: 'redacted_thinking' })],
    ],
  }),
  faults('blocks/start-shape', 'text/buffered', {
    'blocks/text-null': ['the text of a body is null', [setBody('content[0].text', null)]],
  }),
  faults('blocks/start-shape', 'weather/buffered', {
    'blocks/answer-in-a-list': [
      'after the result, the text of a block is a list of one',
      turn(
        2,
        setBody('content[0].text', (text: string) => [text]),
      ),
    ],
  }),
  variants('blocks/start-shape', 'text/streaming', {
    'blocks/text-in-the-start': [
      'a block of text starts with its first word',
      [remove(first(TEXT)), set(BLOCK_STARTS, 'content_block.text', 'Good ')],
    ],
  }),
  variants('blocks/start-shape', 'reasoning/buffered', {
    'blocks/thoughts-omitted': [
      'the thoughts are left out, and their signature comes',
      turn(2, setBody('content[0].thinking', '')),
    ],
  }),
  faults('blocks/open', 'text/streaming', {
    'blocks/text-without-start': ['the block of a text never starts', [remove(BLOCK_STARTS)]],
  }),
  faults('blocks/open', 'choice-required/streaming', {
    'blocks/required-call-without-start': [
      'the block of the required call never starts',
      [remove(BLOCK_STARTS)],
    ],
  }),
  faults('blocks/delta-type', 'choice-named/streaming', {
    'blocks/named-call-as-text': [
      'the block of the named call starts as a text',
      [set(BLOCK_STARTS, 'content_block', { type: 'text', text: '' })],
    ],
  }),
  faults('blocks/delta-type', 'text/streaming', {
    'blocks/text-as-fragments': [
      'the deltas of a text are fragments of a call',
      [set(TEXT, 'delta', { type: 'input_json_delta', partial_json: '' })],
    ],
  }),
  faults('blocks/delta-type', 'call/streaming', {
    'blocks/input-in-deltas-of-a-text': [
      'the deltas of a call are those of a text',
      [set(FRAGMENTS, 'delta', { type: 'text_delta', text: '{}' })],
    ],
    'blocks/text-in-a-call': [
      'a delta of text comes for a call',
      [
        insertAfter(
          BLOCK_STARTS,
          event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'Oslo' } }),
        ),
      ],
    ],
  }),
  faults('blocks/delta-type', 'text/streaming', {
    'blocks/thought-in-a-text': [
      'a delta of thoughts comes for a text',
      [set(first(TEXT), 'delta', { type: 'thinking_delta', thinking: 'Hm.' })],
    ],
    'blocks/text-in-deltas-of-a-call': [
      'the deltas of a text are those of a call',
      [set(TEXT, 'delta', { type: 'input_json_delta', partial_json: '' })],
    ],
    'blocks/text-delta-named-as-its-block': [
      'the deltas of a text have the type of their block',
      [set(TEXT, 'delta.type', 'text')],
    ],
    'blocks/text-delta-without-text': ['a delta of text has no text', [drop(last(TEXT), 'delta.text')]],
  }),
  faults('blocks/delta-type', 'reasoning/streaming', {
    'blocks/signature-delta-without-signature': [
      'a delta has no signature',
      turn(2, set(SIGNATURES, 'delta.signature', null)),
    ],
  }),
  variants('blocks/delta-type', 'text/streaming', {
    'blocks/citations': [
      'a citation comes for a text',
      [
        insertAfter(
          first(TEXT),
          event('content_block_delta', {
            index: 0,
            delta: { type: 'citations_delta', citation: { type: 'char_location' } },
          }),
        ),
      ],
    ],
    'blocks/delta-of-a-new-block': [
      'a block of a new type gets text',
      [
        insertBefore(
          MESSAGE_DELTA,
          event('content_block_start', { index: 1, content_block: { type: 'drawing' } }),
          event('content_block_delta', { index: 1, delta: { type: 'text_delta', text: 'M0 0' } }),
          event('content_block_stop', { index: 1 }),
        ),
      ],
    ],
  }),
  faults('blocks/tool-input-key', 'call/streaming', {
    'blocks/call-without-input': [
      'a call starts without an input',
      [drop(CALL_STARTS, 'content_block.input')],
    ],
    'blocks/call-with-text-as-input': [
      'a call starts with an input that is a text',
      [set(CALL_STARTS, 'content_block.input', '')],
    ],
  }),
  variants('blocks/tool-input-key', 'call/streaming', {
    'blocks/call-with-a-caller': [
      'a call says that the model itself made it',
      [set(CALL_STARTS, 'content_block.caller', { type: 'direct' })],
    ],
  }),
  faults('blocks/input-by-delta', 'call/streaming', {
    'blocks/input-in-the-start': [
      'the whole input comes in the start, and no delta follows',
      [remove(FRAGMENTS), set(CALL_STARTS, 'content_block.input', INPUT)],
    ],
    'blocks/input-in-the-start-then-empty': [
      'the whole input comes in the start, then an empty delta',
      [fragment(0, ['']), set(CALL_STARTS, 'content_block.input', INPUT)],
    ],
  }),
  variants('blocks/input-by-delta', 'call/streaming', {
    'blocks/made-by-code': [
      'code of the model made the call, which comes whole',
      [
        remove(FRAGMENTS),
        set(CALL_STARTS, 'content_block.input', INPUT),
        set(CALL_STARTS, 'content_block.caller', { type: 'code_execution_20260120', tool_id: SEARCH_ID }),
      ],
      { outcome: 'not-applicable' },
    ],
    'blocks/one-delta': ['the whole input comes in one delta', [fragment(0, [WEATHER_CALL.arguments])]],
  }),
  faults('blocks/has-delta', 'text/streaming', {
    'blocks/redacted': ['redacted thoughts come whole', [followWith(REDACTED)]],
  }),
  variants('blocks/has-delta', 'choice-none/streaming', {
    'blocks/empty-delta': [
      'the one delta of a block is empty',
      [
        insertAfter(
          BLOCK_STARTS,
          event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: '' } }),
        ),
      ],
    ],
  }),
  faults('blocks/empty-text', 'text/buffered', {
    'blocks/text-empty': [
      'a text block of a body is empty',
      [setBody('content[1]', { type: 'text', text: '' })],
    ],
  }),
  faults('blocks/empty-text', 'text/streaming', {
    'blocks/text-stays-empty': [
      'a text block of a stream gets no text',
      [
        insertBefore(
          MESSAGE_DELTA,
          event('content_block_start', { index: 1, content_block: { type: 'text', text: '' } }),
          event('content_block_delta', { index: 1, delta: { type: 'text_delta', text: '' } }),
          event('content_block_stop', { index: 1 }),
        ),
      ],
    ],
  }),
  variants('blocks/empty-text', 'call/buffered', {
    'blocks/text-of-a-space': [
      'a text block holds a space',
      [setBody('content[1]', { type: 'text', text: ' ' })],
    ],
  }),
  faults('blocks/server-paired', 'server-tool/buffered', {
    'blocks/search-without-result': [
      'a search of the provider has no result',
      [setBody('content[1]', { type: 'text', text: 'I searched.' })],
      { unserved: 'it takes a search without a call beside it, and no scenario asks for one' },
    ],
    'blocks/result-before-its-search': [
      'the result of a search stands before it',
      [setBody('content', ([search, found, ...others]: readonly unknown[]) => [found, search, ...others])],
      { unserved: 'it takes a search without a call beside it, and no scenario asks for one' },
    ],
    'blocks/search-without-id': [
      'the search has no id, so that its result names none',
      [dropBody('content[0].id')],
      { unserved: 'it takes a search without a call beside it, and no scenario asks for one' },
    ],
    'blocks/search-with-another-result': [
      'the result names another search',
      [setBody('content[1].tool_use_id', 'srvtoolu_other')],
      { unserved: 'it takes a search without a call beside it, and no scenario asks for one' },
    ],
  }),
  variants('blocks/server-paired', 'server-tool/buffered', {
    'blocks/search-failed': [
      'the result of the search is an error',
      [
        setBody('content[1].content', {
          type: 'web_search_tool_result_error',
          error_code: 'max_uses_exceeded',
        }),
      ],
    ],
    'blocks/search-paused': [
      'the turn is paused before the search has ended',
      [dropBody('content[2].text'), setBody('content', [SEARCH]), setBody('stop_reason', 'pause_turn')],
      { outcome: 'inconclusive' },
    ],
  }),
  variants('blocks/server-paired', 'server-tool/buffered', {
    'blocks/search-and-a-refusal': [
      'the model declines before the search has ended',
      [setBody('content', [SEARCH]), setBody('stop_reason', 'refusal')],
      { outcome: 'inconclusive' },
    ],
  }),
  variants('blocks/server-paired', 'call/buffered', {
    'blocks/search-beside-a-call': [
      'a call of the client stands beside the search, which completes later',
      [ask('tools[2]', { type: 'web_search_20250305', name: 'web_search' }), setBody('content[1]', SEARCH)],
      { outcome: 'inconclusive' },
    ],
  }),
  variants('blocks/server-paired', 'call/buffered', {
    'blocks/code-waits-for-its-call': [
      'code that the provider runs waits for the call that it made',
      [
        ask('tools[2]', { type: 'code_execution_20260120', name: 'code_execution' }),
        setBody('content[0].caller', { type: 'code_execution_20260120', tool_id: SEARCH_ID }),
        setBody('content[1]', { ...SEARCH, name: 'code_execution' }),
      ],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('blocks/server-paired', 'searching/streaming', {
    'blocks/searched-before-a-call': ['a search and its result stand before a call of the client', []],
  }),
];
