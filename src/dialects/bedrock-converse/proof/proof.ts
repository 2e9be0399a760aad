/** The proof of Converse: all seeded faults and legal variants, in the order of the check catalogue. */
import type { ProofParts } from '../../../proof/proof.ts';
import { codec } from '../codec/codec.ts';
import { service } from '../serve/service.ts';
import { args } from './arguments.ts';
import { blocks } from './blocks.ts';
import { deltas } from './deltas.ts';
import { dialogues } from './dialogues.ts';
import { edits } from './edits.ts';
import { errors } from './errors.ts';
import { events } from './events.ts';
import { finish } from './finish.ts';
import { frames } from './frames.ts';
import { ids } from './ids.ts';
import { reasoning } from './reasoning.ts';
import { results } from './results.ts';
import { served } from './served.ts';
import { shape } from './shape.ts';
import { usage } from './usage.ts';

const LINES = 'frames are no lines of text';
const FLAT = 'the message stands at the top of the body';

export const proof: ProofParts = {
  codec,
  service,
  dialogues,
  edits,
  tables: [
    frames,
    events,
    shape,
    blocks,
    deltas,
    ids,
    args,
    finish,
    results,
    served,
    usage,
    errors,
    reasoning,
  ],
  withoutShared: {
    'framing/empty-lines-first': LINES,
    'framing/retry-first': LINES,
    'framing/text-as-keepalive': LINES,
    'framing/no-space-after-the-colon': LINES,
    'framing/json-over-several-lines': LINES,
    'framing/comments-everywhere': LINES,
    'framing/crlf': LINES,
    'errors/text-for-an-object': FLAT,
  },
};
