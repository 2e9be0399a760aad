/** The proof of Chat Completions: every seeded fault and every legal variant, in the order of the check catalogue. */
import type { LegalVariant, SeededFault } from '../../../faults/fault.ts';
import { type Proof, proofOf } from '../../../faults/proof.ts';
import { STORIES } from '../../../faults/stories.ts';
import { openaiChat } from '../index.ts';
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
import { reasoningFaults, reasoningVariants } from './reasoning.ts';
import { roundtripFaults, roundtripVariants } from './roundtrip.ts';
import { routingFaults, routingVariants } from './routing.ts';
import { shapeFaults, shapeVariants } from './shape.ts';
import { usageFaults, usageVariants } from './usage.ts';
import { usageChunkFaults, usageChunkVariants } from './usage-chunk.ts';

const FAULTS: readonly SeededFault[] = [
  ...framingFaults,
  ...shapeFaults,
  ...deltasFaults,
  ...idsFaults,
  ...argumentsFaults,
  ...choiceFaults,
  ...finishFaults,
  ...roundtripFaults,
  ...usageFaults,
  ...usageChunkFaults,
  ...costFaults,
  ...routingFaults,
  ...errorsFaults,
  ...reasoningFaults,
];

const VARIANTS: readonly LegalVariant[] = [
  ...framingVariants,
  ...shapeVariants,
  ...deltasVariants,
  ...idsVariants,
  ...argumentsVariants,
  ...choiceVariants,
  ...finishVariants,
  ...roundtripVariants,
  ...usageVariants,
  ...usageChunkVariants,
  ...costVariants,
  ...routingVariants,
  ...errorsVariants,
  ...reasoningVariants,
];

const TWO_CHOICES = 'it takes a request for two choices, and no scenario makes one';
const NUMBER = 'its number is too large only for the request that it was written for';

export const proof: Proof = proofOf({
  codec: openaiChat,
  service,
  stories: STORIES,
  faults: FAULTS,
  variants: VARIANTS,
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
    'usage/beyond-the-newer-limit': 'it takes a request with two limits, and no scenario makes one',
    'usage/cheaper-streamed': 'it is an edit of the buffered answer, made while the streamed one is judged',
  },
});
