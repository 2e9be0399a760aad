/** The proof of Chat Completions: every seeded fault and every legal variant, in the order of the check catalogue. */

import { DIALOGUES } from '../../../proof/dialogues.ts';
import { familiesOf, type Proof, proofOf } from '../../../proof/proof.ts';
import { codec } from '../codec/codec.ts';
import { service } from '../serve/service.ts';
import * as args from './arguments.ts';
import * as choice from './choice.ts';
import * as cost from './cost.ts';
import * as deltas from './deltas.ts';
import { breakMidstream } from './edits.ts';
import * as errors from './errors.ts';
import * as finish from './finish.ts';
import * as framing from './framing.ts';
import * as ids from './ids.ts';
import * as reasoning from './reasoning.ts';
import * as roundtrip from './roundtrip.ts';
import * as routing from './routing.ts';
import * as shape from './shape.ts';
import * as usage from './usage.ts';
import * as usageChunk from './usage-chunk.ts';

/** What the wire carries, what is said, and what it costs and how it fails. */
const FAMILIES = familiesOf(
  [framing, shape, deltas],
  [ids, args, choice, finish, roundtrip],
  [usage, usageChunk, cost, routing, errors, reasoning],
);

const TWO_CHOICES = 'it takes a request for two choices, and no scenario makes one';
const NUMBER = 'its number is too large only for the request that it was written for';

export const proof: Proof = proofOf({
  codec,
  service,
  dialogues: DIALOGUES,
  ...FAMILIES,
  breakMidstream,
  unserved: {
    'arguments/no-date': 'it takes a tool that asks for a date, and no scenario offers one',
    'arguments/no-tool-offered':
      'it takes a request without tools that is answered, and no scenario makes one',
    'errors/key-redacted-by-our-recorder': "the mark is the recorder's, not the provider's",
    'finish/one-choice-never': TWO_CHOICES,
    'finish/one-calling-choice-never': TWO_CHOICES,
    'usage/more-cached-than-prompt': NUMBER,
    'usage/beyond-the-limit': NUMBER,
    'usage/beyond-the-limit-of-two-choices': TWO_CHOICES,
    'usage/beyond-the-newer-limit': 'it takes a request with two limits, and no scenario makes one',
    'usage/cheaper-streamed': 'it is an edit of the buffered answer, made while the streamed one is judged',
  },
});
