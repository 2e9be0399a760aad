/** Seeded faults and legal variants of deltas: calls in a stream. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CALLING, TIME_CALL, WEATHER_CALL } from '../../../proof/dialogues.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import {
  drop,
  first,
  insertAfter,
  last,
  moveAfter,
  moveBefore,
  nth,
  repeat,
  set,
  setEach,
} from '../../../proof/edits/stream.ts';
import { event } from '../serve/render.ts';
import { answer, forget, idOf } from './edits.ts';
import { BLOCK_STARTS, BLOCKS, CALL_STARTS, FRAGMENTS, fragment, MESSAGE_DELTA, ofBlock } from './places.ts';

const ARGUMENTS = WEATHER_CALL.arguments;

export const deltas: Table = [
  faults('deltas/index', 'call/streaming', {
    'deltas/no-index': ['a fragment has no index', [drop(last(FRAGMENTS), 'index')]],
    'deltas/index-as-text': ['the indexes are texts', [setEach(BLOCKS, 'index', () => '0')]],
  }),
  variants('deltas/index', 'call/streaming', {
    'deltas/text-then-call': [
      'a block of text comes before the call',
      [answer({ ...CALLING, text: 'Let me see.' })],
    ],
  }),
  faults('deltas/index-from-zero', 'call/streaming', {
    'deltas/from-one': ['the first block has the index 1', [set(BLOCKS, 'index', 1)]],
  }),
  faults('deltas/index-from-zero', 'parallel/streaming', {
    'deltas/gap': ['the second block has the index 2', [set(ofBlock(1), 'index', 2)]],
  }),
  variants('deltas/index-from-zero', 'reasoning/streaming', {
    'deltas/thoughts-then-call': ['thoughts come before the call', all(turn(1, fragment(1, [ARGUMENTS])))],
  }),
  faults('deltas/index-from-zero', 'parallel/streaming', {
    'deltas/start-apart': [
      'the second call starts under an index of its own, and goes on under another',
      [set(ofBlock(1, BLOCK_STARTS), 'index', 5)],
    ],
  }),
  faults('deltas/one-call-per-index', 'parallel/streaming', {
    'deltas/index-collision': ['two calls share the index 0', [set(ofBlock(1), 'index', 0)]],
    'deltas/start-collides': [
      'the second call starts under the index of the first, and goes on under its own',
      [set(ofBlock(1, BLOCK_STARTS), 'index', 0)],
    ],
  }),
  variants('deltas/one-call-per-index', 'parallel/streaming', {
    'deltas/one-fragment-each': ['two calls with one fragment each', [fragment(1, [TIME_CALL.arguments])]],
  }),
  faults('deltas/id-first', 'weather/streaming', {
    'deltas/id-missing': [
      'a call starts without an id',
      forget(idOf(WEATHER_CALL.id)),
      { alsoFails: { 'ids/present': 'no later event can give it' } },
    ],
  }),
  variants('deltas/id-first', 'call/streaming', {
    'deltas/short-id': ['the id is one letter', [set(CALL_STARTS, 'content_block.id', 'a')]],
  }),
  faults('deltas/name-first', 'call/streaming', {
    'deltas/name-never': ['a call starts without its name', [drop(CALL_STARTS, 'content_block.name')]],
  }),
  variants('deltas/name-first', 'parallel/streaming', {
    'deltas/names-of-two': ['two calls have each its name in its start', [fragment(0, ['', ARGUMENTS])]],
  }),
  faults('deltas/arguments-string', 'call/streaming', {
    'deltas/fragment-as-object': [
      'a fragment is an object',
      [set(last(FRAGMENTS), 'delta.partial_json', { unit: 'celsius' })],
    ],
    'deltas/fragment-missing': [
      'a delta of the input has no partial_json',
      [drop(first(FRAGMENTS), 'delta.partial_json')],
    ],
    'deltas/words-of-the-input-missing': [
      'a delta of the input has no partial_json, and the others are no JSON without it',
      [drop(last(FRAGMENTS), 'delta.partial_json')],
    ],
  }),
  variants('deltas/arguments-string', 'call/streaming', {
    'deltas/empty-fragments': [
      'empty fragments stand between the others',
      [fragment(0, ['', ARGUMENTS.slice(0, 9), '', ARGUMENTS.slice(9), ''])],
    ],
  }),
  faults('deltas/no-resend', 'call/streaming', {
    'deltas/cumulative': [
      'each fragment repeats all that came before',
      [fragment(0, [ARGUMENTS.slice(0, 12), ARGUMENTS.slice(0, 24), ARGUMENTS])],
    ],
    'deltas/arguments-resent': [
      'the whole input comes again at the end',
      [fragment(0, [ARGUMENTS.slice(0, 20), ARGUMENTS.slice(20), ARGUMENTS])],
    ],
    'deltas/fragment-twice': ['an event of the arguments is sent twice', [repeat(last(FRAGMENTS))]],
  }),
  variants('deltas/no-resend', 'call/streaming', {
    'deltas/character-by-character': [
      'the input comes one character at a time',
      [fragment(0, [...ARGUMENTS])],
    ],
    'deltas/repeated-text': [
      'the input itself repeats what stands in it',
      [fragment(0, ['{"location":"{}', '{}"}'])],
    ],
  }),
  faults('deltas/none-after-finish', 'parallel/streaming', {
    'deltas/call-after-finish': [
      'the second call follows message_delta',
      [moveAfter(ofBlock(1), MESSAGE_DELTA)],
    ],
  }),
  faults('deltas/none-after-finish', 'call/streaming', {
    'deltas/stop-after-finish': [
      'the block stops after message_delta',
      [moveBefore(MESSAGE_DELTA, nth(BLOCKS, -1))],
    ],
  }),
  variants('deltas/none-after-finish', 'call/streaming', {
    'deltas/ping-after-finish': [
      'a ping follows message_delta',
      [insertAfter(MESSAGE_DELTA, event('ping', {}))],
    ],
  }),
];
