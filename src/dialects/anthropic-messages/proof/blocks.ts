/** Seeded faults and legal variants of blocks: content blocks, from their start to their stop. */

import { WEATHER_CALL } from '../../../proof/dialogues.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import {
  drop,
  first,
  insertAfter,
  insertBefore,
  last,
  moveAfter,
  remove,
  repeat,
  set,
} from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { CUT_OFF } from '../../../proof/inconclusive.ts';
import { event } from '../serve/render.ts';
import { SEARCH_ID } from './dialogues.ts';
import {
  BLOCK_STARTS,
  BLOCK_STOPS,
  CALL_STARTS,
  FRAGMENTS,
  followWith,
  fragment,
  MESSAGE_DELTA,
  ofBlock,
  SIGNATURES,
  TEXT,
} from './places.ts';

const STREAMED = 'text/streaming';
const BUFFERED = 'text/buffered';
const CALLED = 'call/streaming';
const SERVED = 'server-tool/buffered';
const REDACTED = { type: 'redacted_thinking', data: 'Q2FubmVkIHRob3VnaHRz' };
const SEARCH = { type: 'server_tool_use', id: SEARCH_ID, name: 'web_search', input: {} };
const WHOLE = { observes: ['blocks/has-delta'] };
const INPUT: unknown = JSON.parse(WEATHER_CALL.arguments);

export const faults: readonly SeededFault[] = [
  fault(
    'blocks/delta-of-no-block',
    'a delta comes for a block that never started',
    STREAMED,
    [set(last(TEXT), 'index', 7)],
    'blocks/open',
  ),
  fault(
    'blocks/delta-after-stop',
    'a fragment comes after the stop of its block',
    CALLED,
    [moveAfter(last(FRAGMENTS), BLOCK_STOPS)],
    'blocks/open',
  ),
  fault('blocks/stopped-twice', 'a block is stopped twice', STREAMED, [repeat(BLOCK_STOPS)], 'blocks/open'),
  fault(
    'blocks/overlapping',
    'the second call starts before the first has stopped',
    'parallel/streaming',
    [moveAfter(ofBlock(0, BLOCK_STOPS), ofBlock(1, BLOCK_STARTS))],
    'blocks/one-open',
  ),
  fault(
    'blocks/never-stopped',
    'the block of a call never stops',
    CALLED,
    [remove(BLOCK_STOPS)],
    'blocks/closed',
  ),
  fault(
    'blocks/text-missing',
    'a block of text starts without a text',
    STREAMED,
    [drop(BLOCK_STARTS, 'content_block.text')],
    'blocks/start-shape',
  ),
  fault(
    'blocks/text-null',
    'the text of a body is null',
    BUFFERED,
    [setBody('content[0].text', null)],
    'blocks/start-shape',
    { alsoFails: { 'finish/not-empty': 'nothing is said' } },
  ),
  fault(
    'blocks/redacted-without-data',
    'redacted thoughts have no data',
    STREAMED,
    [followWith({ type: 'redacted_thinking' })],
    'blocks/start-shape',
    { observes: ['blocks/has-delta'] },
  ),
  fault(
    'blocks/text-in-a-call',
    'a delta of text comes for a call',
    CALLED,
    [
      insertAfter(
        BLOCK_STARTS,
        event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'Oslo' } }),
      ),
    ],
    'blocks/delta-type',
  ),
  fault(
    'blocks/thought-in-a-text',
    'a delta of thoughts comes for a text',
    STREAMED,
    [set(first(TEXT), 'delta', { type: 'thinking_delta', thinking: 'Hm.' })],
    'blocks/delta-type',
  ),
  fault(
    'blocks/text-delta-without-text',
    'a delta of text has no text',
    STREAMED,
    [drop(last(TEXT), 'delta.text')],
    'blocks/delta-type',
  ),
  fault(
    'blocks/signature-delta-without-signature',
    'a delta has no signature',
    'thinking/streaming',
    turn(2, set(SIGNATURES, 'delta.signature', null)),
    'blocks/delta-type',
    { alsoFails: { 'reasoning/signed': 'no other delta brings it' } },
  ),
  fault(
    'blocks/call-without-input',
    'a call starts without an input',
    CALLED,
    [drop(CALL_STARTS, 'content_block.input')],
    'blocks/tool-input-key',
  ),
  fault(
    'blocks/call-with-text-as-input',
    'a call starts with an input that is a text',
    CALLED,
    [set(CALL_STARTS, 'content_block.input', '')],
    'blocks/tool-input-key',
  ),
  fault(
    'blocks/input-in-the-start',
    'the whole input comes in the start, and no delta follows',
    CALLED,
    [remove(FRAGMENTS), set(CALL_STARTS, 'content_block.input', INPUT)],
    'blocks/input-by-delta',
    WHOLE,
  ),
  fault(
    'blocks/input-in-the-start-then-empty',
    'the whole input comes in the start, then an empty delta',
    CALLED,
    [fragment(0, ['']), set(CALL_STARTS, 'content_block.input', INPUT)],
    'blocks/input-by-delta',
  ),
  fault(
    'blocks/redacted',
    'redacted thoughts come whole',
    STREAMED,
    [followWith(REDACTED)],
    'blocks/has-delta',
  ),
  fault(
    'blocks/text-empty',
    'a text block of a body is empty',
    BUFFERED,
    [setBody('content[1]', { type: 'text', text: '' })],
    'blocks/empty-text',
    { turnsInconclusive: [] },
  ),
  fault(
    'blocks/text-stays-empty',
    'a text block of a stream gets no text',
    STREAMED,
    [
      insertBefore(
        MESSAGE_DELTA,
        event('content_block_start', { index: 1, content_block: { type: 'text', text: '' } }),
        event('content_block_delta', { index: 1, delta: { type: 'text_delta', text: '' } }),
        event('content_block_stop', { index: 1 }),
      ),
    ],
    'blocks/empty-text',
  ),
  fault(
    'blocks/search-without-result',
    'a search of the provider has no result',
    SERVED,
    [setBody('content[1]', { type: 'text', text: 'I searched.' })],
    'blocks/server-paired',
  ),
  fault(
    'blocks/search-with-another-result',
    'the result names another search',
    SERVED,
    [setBody('content[1].tool_use_id', 'srvtoolu_other')],
    'blocks/server-paired',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'blocks/new-delta',
    'a delta has a type that nobody knows',
    STREAMED,
    [insertAfter(first(TEXT), event('content_block_delta', { index: 0, delta: { type: 'emphasis_delta' } }))],
    'blocks/open',
  ),
  variant(
    'blocks/deltas-in-turns',
    'two blocks, one after the other',
    'parallel/streaming',
    [fragment(0, [WEATHER_CALL.arguments])],
    'blocks/one-open',
  ),
  variant(
    'blocks/stopped-at-last',
    'the block is stopped after a ping',
    STREAMED,
    [insertBefore(BLOCK_STOPS, event('ping', {}))],
    'blocks/closed',
    { observes: ['events/ping'] },
  ),
  variant(
    'blocks/text-in-the-start',
    'a block of text starts with its first word',
    STREAMED,
    [remove(first(TEXT)), set(BLOCK_STARTS, 'content_block.text', 'Good ')],
    'blocks/start-shape',
  ),
  variant(
    'blocks/thoughts-omitted',
    'the thoughts are left out, and their signature comes',
    'thinking/buffered',
    turn(2, setBody('content[0].thinking', '')),
    'blocks/start-shape',
  ),
  variant(
    'blocks/citations',
    'a citation comes for a text',
    STREAMED,
    [
      insertAfter(
        first(TEXT),
        event('content_block_delta', {
          index: 0,
          delta: { type: 'citations_delta', citation: { type: 'char_location' } },
        }),
      ),
    ],
    'blocks/delta-type',
  ),
  variant(
    'blocks/delta-of-a-new-block',
    'a block of a new type gets text',
    STREAMED,
    [
      insertBefore(
        MESSAGE_DELTA,
        event('content_block_start', { index: 1, content_block: { type: 'drawing' } }),
        event('content_block_delta', { index: 1, delta: { type: 'text_delta', text: 'M0 0' } }),
        event('content_block_stop', { index: 1 }),
      ),
    ],
    'blocks/delta-type',
  ),
  variant(
    'blocks/call-with-a-caller',
    'a call says that the model itself made it',
    CALLED,
    [set(CALL_STARTS, 'content_block.caller', { type: 'direct' })],
    'blocks/tool-input-key',
  ),
  variant(
    'blocks/made-by-code',
    'code of the model made the call, which comes whole',
    CALLED,
    [
      remove(FRAGMENTS),
      set(CALL_STARTS, 'content_block.input', INPUT),
      set(CALL_STARTS, 'content_block.caller', { type: 'code_execution_20250825', tool_id: SEARCH_ID }),
    ],
    'blocks/input-by-delta',
    { outcome: 'not-applicable', ...WHOLE },
  ),
  variant(
    'blocks/one-delta',
    'the whole input comes in one delta',
    CALLED,
    [fragment(0, [WEATHER_CALL.arguments])],
    'blocks/input-by-delta',
  ),
  variant(
    'blocks/empty-delta',
    'the one delta of a block is empty',
    'choice-none/streaming',
    [
      insertAfter(
        BLOCK_STARTS,
        event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: '' } }),
      ),
    ],
    'blocks/has-delta',
  ),
  variant(
    'blocks/text-of-a-space',
    'a text block holds a space',
    'call/buffered',
    [setBody('content[1]', { type: 'text', text: ' ' })],
    'blocks/empty-text',
  ),
  variant(
    'blocks/search-failed',
    'the result of the search is an error',
    SERVED,
    [
      setBody('content[1].content', {
        type: 'web_search_tool_result_error',
        error_code: 'max_uses_exceeded',
      }),
    ],
    'blocks/server-paired',
  ),
  variant(
    'blocks/search-beside-a-call',
    'a call of the client stands beside the search, which completes later',
    'call/buffered',
    [ask('tools[2]', { type: 'web_search_20250305', name: 'web_search' }), setBody('content[1]', SEARCH)],
    'blocks/server-paired',
    { outcome: 'inconclusive', turnsInconclusive: ['blocks/server-paired'] },
  ),
  variant(
    'blocks/search-paused',
    'the turn is paused before the search has ended',
    SERVED,
    [dropBody('content[2].text'), setBody('content', [SEARCH]), setBody('stop_reason', 'pause_turn')],
    'blocks/server-paired',
    {
      outcome: 'inconclusive',
      turnsInconclusive: ['blocks/server-paired', ...CUT_OFF.filter((id) => id !== 'arguments/no-text-call')],
    },
  ),
];
