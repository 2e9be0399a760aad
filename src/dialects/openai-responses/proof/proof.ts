/** The proof of the Responses API: every seeded fault and every legal variant, in the order of its checks. */
import { familiesOf, type Proof, proofOf } from '../../../proof/proof.ts';
import { codec } from '../codec/codec.ts';
import { service } from '../serve/service.ts';
import * as args from './arguments.ts';
import * as choice from './choice.ts';
import * as cost from './cost.ts';
import * as deltas from './deltas.ts';
import { RESPONSES_DIALOGUES } from './dialogues.ts';
import { breakMidstream } from './edits.ts';
import * as errors from './errors.ts';
import * as finish from './finish.ts';
import * as framing from './framing.ts';
import * as ids from './ids.ts';
import * as items from './items.ts';
import * as lifecycle from './lifecycle.ts';
import * as reasoning from './reasoning.ts';
import * as roundtrip from './roundtrip.ts';
import * as shape from './shape.ts';
import * as usage from './usage.ts';

const NUMBER = 'its number is too large only for the request that it was written for';

/** What the wire carries, what is said, and what it costs and how it fails. */
const FAMILIES = familiesOf(
  [framing, lifecycle, shape, items, deltas],
  [ids, args, choice, finish, roundtrip],
  [usage, cost, errors, reasoning],
);

export const proof: Proof = proofOf({
  codec,
  service,
  dialogues: RESPONSES_DIALOGUES,
  ...FAMILIES,
  breakMidstream,
  unserved: {
    'usage/more-cached-than-input': NUMBER,
    'usage/beyond-the-limit': NUMBER,
  },
});
