/** Every seeded fault and every legal variant, in the order of the check catalogue. */
import { argumentsFaults, argumentsVariants } from '../checks/arguments.faults.ts';
import { choiceFaults, choiceVariants } from '../checks/choice.faults.ts';
import { costFaults, costVariants } from '../checks/cost.faults.ts';
import { errorsFaults, errorsVariants } from '../checks/errors.faults.ts';
import { finishFaults, finishVariants } from '../checks/finish.faults.ts';
import { idsFaults, idsVariants } from '../checks/ids.faults.ts';
import { reasoningFaults, reasoningVariants } from '../checks/reasoning.faults.ts';
import { roundtripFaults, roundtripVariants } from '../checks/roundtrip.faults.ts';
import { routingFaults, routingVariants } from '../checks/routing.faults.ts';
import { usageFaults, usageVariants } from '../checks/usage.faults.ts';
import { deltasFaults, deltasVariants } from '../dialects/openai-chat/checks/deltas.faults.ts';
import { framingFaults, framingVariants } from '../dialects/openai-chat/checks/framing.faults.ts';
import { shapeFaults, shapeVariants } from '../dialects/openai-chat/checks/shape.faults.ts';
import { usageChunkFaults, usageChunkVariants } from '../dialects/openai-chat/checks/usage-chunk.faults.ts';
import type { LegalVariant, SeededFault } from './fault.ts';

export const FAULTS: readonly SeededFault[] = [
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

export const VARIANTS: readonly LegalVariant[] = [
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
