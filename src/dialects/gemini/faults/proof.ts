/** The proof of Gemini: every seeded fault and every legal variant, in the order of the check catalogue. */
import { type Proof, proofOf } from '../../../faults/proof.ts';
import { gemini } from '../index.ts';
import { service } from '../service.ts';
import { breakMidstream } from './edits.ts';
import { stories } from './stories.ts';

export const proof: Proof = proofOf({
  codec: gemini,
  service,
  stories,
  faults: [],
  variants: [],
  breakMidstream,
  unserved: {},
});
