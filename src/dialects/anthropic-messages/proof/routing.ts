/** Seeded faults and legal variants of routing: who really served. */

import { type Table, variants } from '../../../proof/cases.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { set } from '../../../proof/edits/stream.ts';
import { onVertex } from './edits.ts';
import { START } from './places.ts';

export const routing: Table = [
  variants('routing/model', 'text/streaming', {
    'routing/model-in-the-path': ['the path names the model', [onVertex]],
  }),
  variants('routing/model', 'openrouter/streaming', {
    'routing/model-as-requested': [
      'the model has the name of its author before a slash, in both',
      [ask('model', 'anthropic/claude'), set(START, 'message.model', 'anthropic/claude')],
    ],
  }),
];
