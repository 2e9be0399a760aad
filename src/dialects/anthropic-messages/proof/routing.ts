/** Seeded faults and legal variants of routing: who really served. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { MODEL } from '../../../proof/dialogues.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { set } from '../../../proof/edits/stream.ts';
import { onVertex } from './edits.ts';
import { START } from './places.ts';

export const routing: Table = [
  faults('routing/model', 'text/buffered', {
    'routing/another-model': [
      'another model answers',
      [setBody('model', 'another-2')],
      { says: 'another model' },
    ],
  }),
  faults('routing/model', 'text/streaming', {
    'routing/dated-model': [
      'message_start names the dated alias of the model',
      [set(START, 'message.model', `${MODEL}-20251120`)],
      { says: 'dated' },
    ],
  }),
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
