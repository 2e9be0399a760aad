/** Seeded faults and legal variants of deltas: streamed calls. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { insertAfter } from '../../../proof/edits/stream.ts';
import { deltasOfBlocks } from '../../../proof/streamed-blocks.ts';
import { event } from '../serve/render.ts';
import { BLOCK_WORDS } from './block-words.ts';
import { BLOCK_STARTS, delta, METADATA } from './places.ts';

export const deltas: Table = [
  ...deltasOfBlocks(BLOCK_WORDS),
  faults('deltas/arguments-string', 'call/streaming', {
    'deltas/fragment-missing': [
      'a delta of the input has no input',
      [insertAfter(BLOCK_STARTS, delta(0, { toolUse: {} }))],
    ],
  }),
  variants('deltas/none-after-finish', 'call/streaming', {
    'deltas/new-event-after-finish': [
      'an event that nobody knows follows messageStop',
      [insertAfter(METADATA, event('contentBlockHint', {}))],
    ],
  }),
];
