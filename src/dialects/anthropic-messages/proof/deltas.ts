/** Seeded faults and legal variants of deltas: streamed calls. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { drop, first, insertAfter, last, set } from '../../../proof/edits/stream.ts';
import { deltasOfBlocks } from '../../../proof/streamed-blocks.ts';
import { event } from '../serve/render.ts';
import { BLOCK_WORDS } from './block-words.ts';
import { BLOCK_STARTS, FRAGMENTS, MESSAGE_DELTA, ofBlock } from './places.ts';

export const deltas: Table = [
  ...deltasOfBlocks(BLOCK_WORDS),
  faults('deltas/index-from-zero', 'parallel/streaming', {
    'deltas/start-apart': [
      'the second call starts under an index of its own, and goes on under another',
      [set(ofBlock(1, BLOCK_STARTS), 'index', 5)],
    ],
  }),
  faults('deltas/one-call-per-index', 'parallel/streaming', {
    'deltas/start-collides': [
      'the second call starts under the index of the first, and goes on under its own',
      [set(ofBlock(1, BLOCK_STARTS), 'index', 0)],
    ],
  }),
  faults('deltas/arguments-string', 'call/streaming', {
    'deltas/fragment-missing': [
      'a delta of the input has no partial_json',
      [drop(first(FRAGMENTS), 'delta.partial_json')],
    ],
    'deltas/words-of-the-input-missing': [
      'a delta of the input has no partial_json, and the others are no JSON without it',
      [drop(last(FRAGMENTS), 'delta.partial_json')],
    ],
  }),
  variants('deltas/none-after-finish', 'call/streaming', {
    'deltas/ping-after-finish': [
      'a ping follows message_delta',
      [insertAfter(MESSAGE_DELTA, event('ping', {}))],
    ],
  }),
];
