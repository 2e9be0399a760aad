/** Seeded faults and legal variants of deltas: calls in a stream. */
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CALLING, TIME_CALL, WEATHER_CALL } from '../../../proof/dialogues.ts';
import {
  drop,
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
import { BLOCK_STARTS, BLOCKS, delta, FRAGMENTS, fragment, METADATA, ofBlock, STOP } from './places.ts';

const ARGUMENTS = WEATHER_CALL.arguments;
const INDEX = 'contentBlockIndex';

export const deltas: Table = [
  faults('deltas/index', 'call/streaming', {
    'deltas/no-index': ['a fragment has no index', [drop(last(FRAGMENTS), INDEX)]],
    'deltas/index-as-text': ['the indexes are texts', [setEach(BLOCKS, INDEX, () => '0')]],
  }),
  variants('deltas/index', 'call/streaming', {
    'deltas/text-then-call': ['a text comes before the call', [answer({ ...CALLING, text: 'Let me see.' })]],
  }),
  faults('deltas/index-from-zero', 'call/streaming', {
    'deltas/from-one': ['the first block has the index 1', [set(BLOCKS, INDEX, 1)]],
  }),
  faults('deltas/index-from-zero', 'parallel/streaming', {
    'deltas/gap': ['the second block has the index 2', [set(ofBlock(1), INDEX, 2)]],
  }),
  variants('deltas/index-from-zero', 'reasoning/streaming', {
    'deltas/thoughts-then-call': ['thoughts come before the call', [fragment(1, [ARGUMENTS])]],
  }),
  faults('deltas/one-call-per-index', 'parallel/streaming', {
    'deltas/index-collision': ['two calls share the index 0', [set(ofBlock(1), INDEX, 0)]],
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
    'deltas/short-id': ['the id is one letter', [set(BLOCK_STARTS, 'start.toolUse.toolUseId', 'a')]],
  }),
  faults('deltas/name-first', 'call/streaming', {
    'deltas/name-never': ['a call starts without its name', [drop(BLOCK_STARTS, 'start.toolUse.name')]],
  }),
  variants('deltas/name-first', 'parallel/streaming', {
    'deltas/names-of-two': ['two calls have each its name in its start', [fragment(0, ['', ARGUMENTS])]],
  }),
  faults('deltas/arguments-string', 'call/streaming', {
    'deltas/fragment-as-object': [
      'a fragment is an object',
      [set(last(FRAGMENTS), 'delta.toolUse.input', { unit: 'celsius' })],
    ],
    'deltas/fragment-missing': [
      'a delta of the input has no input',
      [insertAfter(BLOCK_STARTS, delta(0, { toolUse: {} }))],
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
    'deltas/call-after-finish': ['the second call follows messageStop', [moveAfter(ofBlock(1), STOP)]],
  }),
  faults('deltas/none-after-finish', 'call/streaming', {
    'deltas/stop-after-finish': ['the block stops after messageStop', [moveBefore(STOP, nth(BLOCKS, -1))]],
  }),
  variants('deltas/none-after-finish', 'call/streaming', {
    'deltas/new-event-after-finish': [
      'an event that nobody knows follows messageStop',
      [insertAfter(METADATA, event('contentBlockHint', {}))],
    ],
  }),
];
