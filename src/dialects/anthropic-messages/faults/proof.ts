/** The proof of the Messages dialect: every seeded fault and every legal variant, in the order of the check catalogue. */
import { type Proof, proofOf } from '../../../faults/proof.ts';
import { anthropicMessages } from '../index.ts';
import { service } from '../service.ts';
import { argumentsFaults, argumentsVariants } from './arguments.ts';
import { blocksFaults, blocksVariants } from './blocks.ts';
import { choiceFaults, choiceVariants } from './choice.ts';
import { deltasFaults, deltasVariants } from './deltas.ts';
import { breakMidstream, idOf } from './edits.ts';
import { errorsFaults, errorsVariants } from './errors.ts';
import { eventsFaults, eventsVariants } from './events.ts';
import { finishFaults, finishVariants } from './finish.ts';
import { framingFaults, framingVariants } from './framing.ts';
import { idsFaults, idsVariants } from './ids.ts';
import { reasoningFaults, reasoningVariants } from './reasoning.ts';
import { resultsFaults, resultsVariants } from './results.ts';
import { roundtripFaults, roundtripVariants } from './roundtrip.ts';
import { routingFaults, routingVariants } from './routing.ts';
import { shapeFaults, shapeVariants } from './shape.ts';
import { stories } from './stories.ts';
import { usageFaults, usageVariants } from './usage.ts';

const NO_SEARCH = 'it takes a tool that the provider runs, and no scenario offers one';

export const proof: Proof = proofOf({
  codec: anthropicMessages,
  service,
  stories,
  faults: [
    ...framingFaults,
    ...eventsFaults,
    ...shapeFaults,
    ...blocksFaults,
    ...deltasFaults,
    ...idsFaults,
    ...argumentsFaults,
    ...choiceFaults,
    ...finishFaults,
    ...resultsFaults,
    ...roundtripFaults,
    ...usageFaults,
    ...routingFaults,
    ...errorsFaults,
    ...reasoningFaults,
  ],
  variants: [
    ...framingVariants,
    ...eventsVariants,
    ...shapeVariants,
    ...blocksVariants,
    ...deltasVariants,
    ...idsVariants,
    ...argumentsVariants,
    ...choiceVariants,
    ...finishVariants,
    ...resultsVariants,
    ...roundtripVariants,
    ...usageVariants,
    ...routingVariants,
    ...errorsVariants,
    ...reasoningVariants,
  ],
  breakMidstream,
  idOf,
  unserved: {
    'blocks/search-without-result': NO_SEARCH,
    'blocks/search-with-another-result': NO_SEARCH,
    'usage/cheaper-streamed': 'it is an edit of the buffered answer, made while the streamed one is judged',
  },
});
