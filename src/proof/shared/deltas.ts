/** Faults and variants of deltas: the pieces of a streamed answer. */

import { faults, type SharedTable, variants } from '../cases.ts';
import { GREETING } from '../dialogue-parts.ts';

/** A single word when a text is split into deltas, and too long to be repeated by chance. */
const WELCOME = 'Here\u00a0is\u00a0the\u00a0answer: ';

export const deltas: SharedTable = ({ answer }) => [
  faults('deltas/no-text-resend', 'text/streaming', {
    'deltas/text-said-again': [
      'the second delta says all of the first again',
      [answer({ ...GREETING, text: `${WELCOME}${WELCOME}` })],
    ],
  }),
  variants('deltas/no-text-resend', 'text/streaming', {
    'deltas/words-repeated': [
      'a short word comes three times',
      [answer({ ...GREETING, text: 'No, no, no, no. ' })],
    ],
  }),
];
