/** The only fault specific to the made-up dialect. All others are shared by dialects. */

import { invalidRequest } from '../../../../src/answers/refusal.ts';
import { faults } from '../../../../src/proof/cases.ts';
import type { Dialogue } from '../../../../src/proof/dialogue.ts';
import { CALLING } from '../../../../src/proof/dialogue-parts.ts';
import { DIALOGUES } from '../../../../src/proof/dialogues.ts';
import { dialectEdits } from '../../../../src/proof/edits/dialect.ts';
import { turn } from '../../../../src/proof/edits/edit.ts';
import { respond } from '../../../../src/proof/edits/exchange.ts';
import type { ProofParts } from '../../../../src/proof/proof.ts';
import { parrot } from './index.ts';
import { service } from './service.ts';

const { weather, parallel, 'other-order': reversed } = DIALOGUES;

const dropped: Dialogue = {
  title: 'a call that comes back without the signature of its thought is refused',
  prompt: weather.prompt,
  shownIn: 'signatures-dropped',
  scenario: { facts: [], dropsSignatures: true },
  reasoning: true,
  dropsSignatures: true,
  turns: [CALLING, invalidRequest('A call came back without the signature of its thought.', 'messages')],
};

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
  dialogues: { weather, parallel, reversed, 'signature-dropped': dropped },
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
