import { type Proof, proofOf } from '../../../faults/proof.ts';
import { STORIES } from '../../../faults/stories.ts';
import { openaiResponses } from '../index.ts';
import { service } from '../service.ts';
export const proof: Proof = proofOf({
  codec: openaiResponses,
  service,
  stories: STORIES,
  faults: [],
  variants: [],
  breakMidstream: () => {},
  unserved: {},
});
