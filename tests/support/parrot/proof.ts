/** A few faults of the made-up dialect, in the words that every dialect shares. */

import { DIALOGUES, SIGNATURE_STORIES, TIME_CALL, WEATHER_CALL } from '../../../src/proof/dialogues.ts';
import { turn } from '../../../src/proof/edits/edit.ts';
import { respond } from '../../../src/proof/edits/exchange.ts';
import { idEdits } from '../../../src/proof/edits/ids.ts';
import { fault, variant } from '../../../src/proof/cases.ts';
import { NO_ECHO, WHATEVER_NEEDS_AN_ANSWER } from '../../../src/proof/inconclusive.ts';
import { proofOf } from '../../../src/proof/proof.ts';
import { parrot } from './index.ts';
import { service } from './service.ts';

const { forget, reissue } = idEdits(['key']);
const { weather, parallel, 'other-order': reversed } = DIALOGUES;

export const proof = proofOf({
  codec: parrot,
  service,
  dialogues: { weather, parallel, reversed, ...SIGNATURE_STORIES },
  faults: [
    fault('ids/dropped', 'the call has no key', 'weather/buffered', forget(WEATHER_CALL.id), 'ids/present', {
      turnsInconclusive: NO_ECHO,
    }),
    fault(
      'ids/shared',
      'two calls of one stream share a key',
      'parallel/streaming',
      reissue(TIME_CALL.id, WEATHER_CALL.id),
      'ids/unique-in-response',
      { turnsInconclusive: NO_ECHO },
    ),
    fault(
      'ids/echo-refused',
      'the provider refuses the key that it issued',
      'reversed/streaming',
      turn(2, respond(400, { squawk: 'Who?' })),
      'ids/echo-accepted',
      { turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER },
    ),
    fault(
      'roundtrip/signature-not-missed',
      'the provider does not miss the feather of a call',
      'signature-dropped/buffered',
      turn(2, respond(200, { parts: [{ say: 'It is 21 °C.' }], why: 'done' })),
      'roundtrip/dropped-signature',
      { turnsInconclusive: [] },
    ),
  ],
  variants: [
    variant(
      'ids/one-character',
      'the key is one letter',
      'weather/streaming',
      reissue(WEATHER_CALL.id, 'a'),
      'ids/present',
      { observes: ['ids/entropy'] },
    ),
  ],
  breakMidstream: respond(502, { squawk: 'gone' }),
  unserved: {},
});
