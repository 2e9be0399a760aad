/** The proof of Gemini: every seeded fault and every legal variant, in the order of the check catalogue. */

import type { ConformingConversation } from '../../../proof/conforming.ts';
import { type Edit, everyTurn } from '../../../proof/edits/edit.ts';
import { baseOf, familiesOf, type Proof, proofOf } from '../../../proof/proof.ts';
import { codec } from '../codec/codec.ts';
import { service } from '../serve/service.ts';
import * as args from './arguments.ts';
import * as choice from './choice.ts';
import * as deltas from './deltas.ts';
import { dialogues } from './dialogues.ts';
import { breakMidstream } from './edits.ts';
import * as errors from './errors.ts';
import * as finish from './finish.ts';
import * as framing from './framing.ts';
import * as ids from './ids.ts';
import * as parts from './parts.ts';
import { asArray, asBlocked, asVertex, withoutIds } from './places.ts';
import * as reasoning from './reasoning.ts';
import * as roundtrip from './roundtrip.ts';
import * as shape from './shape.ts';
import * as signatures from './signatures.ts';
import { UNSERVED } from './unserved.ts';
import * as usage from './usage.ts';

/** What the wire carries, what is said, and what it costs and how it fails. */
const FAMILIES = familiesOf(
  [framing, shape, parts, deltas, signatures],
  [ids, args, choice, finish, roundtrip],
  [usage, errors, reasoning],
);

const told = proofOf({
  codec,
  service,
  dialogues,
  ...FAMILIES,
  breakMidstream,
  unserved: UNSERVED,
});

const NO_IDS = { 'ids/present': 'no call has an id' };

/** What is told as the dialogues are, and framed, served or answered otherwise. */
const OTHERWISE: readonly ConformingConversation[] = [
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

function retold(
  from: string,
  name: string,
  title: string,
  edit: Edit,
  fails: ConformingConversation['fails'] = {},
): ConformingConversation {
  const base = baseOf(told, from);
  const script = () => {
    const made = base.script();
    edit(made);
    return made;
  };
  return { ...base, name, title, fails, script };
}
