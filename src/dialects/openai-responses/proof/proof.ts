/** The proof of the Responses API: all seeded faults and legal variants, in the order of its checks. */
import type { ProofParts } from '../../../proof/proof.ts';
import { codec } from '../codec/codec.ts';
import { service } from '../serve/service.ts';
import { acceptance } from './acceptance.ts';
import { args } from './arguments.ts';
import { choice } from './choice.ts';
import { cost } from './cost.ts';
import { deltas } from './deltas.ts';
import { RESPONSES_DIALOGUES } from './dialogues.ts';
import { edits } from './edits.ts';
import { errors } from './errors.ts';
import { finish } from './finish.ts';
import { framing } from './framing.ts';
import { ids } from './ids.ts';
import { itemContents } from './item-contents.ts';
import { itemCopies } from './item-copies.ts';
import { items } from './items.ts';
import { lifecycle } from './lifecycle.ts';
import { reasoning } from './reasoning.ts';
import { refusedThoughts } from './refused-thoughts.ts';
import { roundtrip } from './roundtrip.ts';
import { shape } from './shape.ts';
import { usage } from './usage.ts';

export const proof: ProofParts = {
  codec,
  service,
  dialogues: RESPONSES_DIALOGUES,
  edits,
  tables: [
    framing,
    lifecycle,
    shape,
    items,
    itemCopies,
    itemContents,
    deltas,
    ids,
    acceptance,
    refusedThoughts,
    args,
    choice,
    finish,
    roundtrip,
    usage,
    cost,
    errors,
    reasoning,
  ],
  withoutShared: { 'errors/nothing-but-an-error': 'errors/at-once shows it' },
};
