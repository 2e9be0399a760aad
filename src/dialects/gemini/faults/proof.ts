/** The proof of Gemini: every seeded fault and every legal variant, in the order of the check catalogue. */

import type { Base } from '../../../faults/conforming.ts';
import { type Edit, everyTurn } from '../../../faults/edits/edit.ts';
import type { LegalVariant, SeededFault } from '../../../faults/fault.ts';
import { baseOf, type Proof, proofOf } from '../../../faults/proof.ts';
import { gemini } from '../index.ts';
import { service } from '../service.ts';
import { argumentsFaults, argumentsVariants } from './arguments.ts';
import { choiceFaults, choiceVariants } from './choice.ts';
import { deltasFaults, deltasVariants } from './deltas.ts';
import { breakMidstream } from './edits.ts';
import { errorsFaults, errorsVariants } from './errors.ts';
import { finishFaults, finishVariants } from './finish.ts';
import { framingFaults, framingVariants } from './framing.ts';
import { idsFaults, idsVariants } from './ids.ts';
import { partsFaults, partsVariants } from './parts.ts';
import { asArray, asBlocked, asVertex, withoutIds } from './places.ts';
import { reasoningFaults, reasoningVariants } from './reasoning.ts';
import { roundtripFaults, roundtripVariants } from './roundtrip.ts';
import { shapeFaults, shapeVariants } from './shape.ts';
import { signaturesFaults, signaturesVariants } from './signatures.ts';
import { stories } from './stories.ts';
import { UNSERVED } from './unserved.ts';
import { usageFaults, usageVariants } from './usage.ts';

const FAULTS: readonly SeededFault[] = [
  ...framingFaults,
  ...shapeFaults,
  ...partsFaults,
  ...deltasFaults,
  ...signaturesFaults,
  ...idsFaults,
  ...argumentsFaults,
  ...choiceFaults,
  ...finishFaults,
  ...roundtripFaults,
  ...usageFaults,
  ...errorsFaults,
  ...reasoningFaults,
];

const VARIANTS: readonly LegalVariant[] = [
  ...framingVariants,
  ...shapeVariants,
  ...partsVariants,
  ...deltasVariants,
  ...signaturesVariants,
  ...idsVariants,
  ...argumentsVariants,
  ...choiceVariants,
  ...finishVariants,
  ...roundtripVariants,
  ...usageVariants,
  ...errorsVariants,
  ...reasoningVariants,
];

const told = proofOf({
  codec: gemini,
  service,
  stories,
  faults: FAULTS,
  variants: VARIANTS,
  breakMidstream,
  unserved: UNSERVED,
});

const NO_IDS = { 'ids/present': 'no call has an id' };

/** What is told as the stories are, and framed, served or answered otherwise. */
const OTHERWISE: readonly Base[] = [
  retold('weather/streaming', 'array/streaming', 'a stream that is one JSON array', everyTurn(asArray)),
  retold('weather/streaming', 'vertex/streaming', 'as Vertex AI serves it', everyTurn(asVertex)),
  retold('text/streaming', 'blocked/streaming', 'a prompt that is blocked', everyTurn(asBlocked)),
  retold('text/buffered', 'blocked/buffered', 'a prompt that is blocked (buffered)', everyTurn(asBlocked)),
  retold('parallel/buffered', 'no-ids/buffered', 'two calls without ids (buffered)', withoutIds, NO_IDS),
];

export const proof: Proof = {
  ...told,
  bases: new Map([...told.bases, ...OTHERWISE.map((base) => [base.name, base] as const)]),
};

function retold(from: string, name: string, title: string, edit: Edit, fails: Base['fails'] = {}): Base {
  const base = baseOf(told, from);
  const script = () => {
    const made = base.script();
    edit(made);
    return made;
  };
  return { ...base, name, title, fails, script };
}
