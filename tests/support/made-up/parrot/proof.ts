/** The one fault of the made-up dialect; all others are those that dialects share. */

import { faults } from '../../../../src/proof/cases.ts';
import { DIALOGUES, SIGNATURE_DIALOGUES } from '../../../../src/proof/dialogues.ts';
import { dialectEdits } from '../../../../src/proof/edits/dialect.ts';
import { turn } from '../../../../src/proof/edits/edit.ts';
import { respond } from '../../../../src/proof/edits/exchange.ts';
import type { ProofParts } from '../../../../src/proof/proof.ts';
import { parrot } from './index.ts';
import { service } from './service.ts';

const { weather, parallel, 'other-order': reversed } = DIALOGUES;

export const proof: ProofParts = {
  codec: parrot,
  service,
  edits: dialectEdits({
    codec: parrot,
    service,
    idFields: ['key'],
    usageField: 'usage',
    argumentsAre: 'object',
    breakMidstream: respond(502, { squawk: 'gone' }),
  }),
  dialogues: { weather, parallel, reversed, ...SIGNATURE_DIALOGUES },
  tables: [
    [
      faults('roundtrip/dropped-signature', 'signature-dropped/buffered', {
        'roundtrip/dropped-signature-accepted': [
          'the provider does not miss the feather of a call',
          turn(2, respond(200, { parts: [{ say: 'It is 21 °C.' }], why: 'done' })),
        ],
      }),
    ],
  ],
  withoutShared: {},
};
