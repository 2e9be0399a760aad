/** The proof of the Responses API: every seeded fault and every legal variant, in the order of its checks. */
import { type Proof, proofOf } from '../../../faults/proof.ts';
import { openaiResponses } from '../index.ts';
import { service } from '../service.ts';
import { argumentsFaults, argumentsVariants } from './arguments.ts';
import { choiceFaults, choiceVariants } from './choice.ts';
import { costFaults, costVariants } from './cost.ts';
import { deltasFaults, deltasVariants } from './deltas.ts';
import { breakMidstream } from './edits.ts';
import { errorsFaults, errorsVariants } from './errors.ts';
import { finishFaults, finishVariants } from './finish.ts';
import { framingFaults, framingVariants } from './framing.ts';
import { idsFaults, idsVariants } from './ids.ts';
import { itemsFaults, itemsVariants } from './items.ts';
import { lifecycleFaults, lifecycleVariants } from './lifecycle.ts';
import { reasoningFaults, reasoningVariants } from './reasoning.ts';
import { roundtripFaults, roundtripVariants } from './roundtrip.ts';
import { shapeFaults, shapeVariants } from './shape.ts';
import { RESPONSES_STORIES } from './stories.ts';
import { usageFaults, usageVariants } from './usage.ts';

const NUMBER = 'its number is too large only for the request that it was written for';

export const proof: Proof = proofOf({
  codec: openaiResponses,
  service,
  stories: RESPONSES_STORIES,
  faults: [
    framingFaults,
    lifecycleFaults,
    shapeFaults,
    itemsFaults,
    deltasFaults,
    idsFaults,
    argumentsFaults,
    choiceFaults,
    finishFaults,
    roundtripFaults,
    usageFaults,
    costFaults,
    errorsFaults,
    reasoningFaults,
  ].flat(),
  variants: [
    framingVariants,
    lifecycleVariants,
    shapeVariants,
    itemsVariants,
    deltasVariants,
    idsVariants,
    argumentsVariants,
    choiceVariants,
    finishVariants,
    roundtripVariants,
    usageVariants,
    costVariants,
    errorsVariants,
    reasoningVariants,
  ].flat(),
  breakMidstream,
  unserved: {
    'usage/more-cached-than-input': NUMBER,
    'usage/beyond-the-limit': NUMBER,
  },
});
