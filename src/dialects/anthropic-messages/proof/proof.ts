/** The proof of the Messages dialect: all seeded faults and legal variants, in the order of the check catalogue. */
import type { ProofParts } from '../../../proof/proof.ts';
import { codec } from '../codec/codec.ts';
import { service } from '../serve/service.ts';
import { args } from './arguments.ts';
import { blocks } from './blocks.ts';
import { choice } from './choice.ts';
import { deltas } from './deltas.ts';
import { dialogues } from './dialogues.ts';
import { edits } from './edits.ts';
import { errors } from './errors.ts';
import { events } from './events.ts';
import { finish } from './finish.ts';
import { framing } from './framing.ts';
import { ids } from './ids.ts';
import { reasoning } from './reasoning.ts';
import { refusedEchoes } from './refused-echoes.ts';
import { results } from './results.ts';
import { roundtrip } from './roundtrip.ts';
import { routing } from './routing.ts';
import { shape } from './shape.ts';
import { usage } from './usage.ts';

export const proof: ProofParts = {
  codec,
  service,
  dialogues,
  edits,
  tables: [
    framing,
    events,
    shape,
    blocks,
    deltas,
    ids,
    args,
    choice,
    finish,
    results,
    roundtrip,
    usage,
    routing,
    errors,
    reasoning,
    refusedEchoes,
  ],
  withoutShared: {},
};
