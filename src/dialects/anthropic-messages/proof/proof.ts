/** The proof of the Messages dialect: every seeded fault and every legal variant, in the order of the check catalogue. */
import { familiesOf, type Proof, proofOf } from '../../../proof/proof.ts';
import { codec } from '../codec/codec.ts';
import { service } from '../serve/service.ts';
import * as args from './arguments.ts';
import * as blocks from './blocks.ts';
import * as choice from './choice.ts';
import * as deltas from './deltas.ts';
import { dialogues } from './dialogues.ts';
import { breakMidstream, idOf } from './edits.ts';
import * as errors from './errors.ts';
import * as events from './events.ts';
import * as finish from './finish.ts';
import * as framing from './framing.ts';
import * as ids from './ids.ts';
import * as reasoning from './reasoning.ts';
import * as results from './results.ts';
import * as roundtrip from './roundtrip.ts';
import * as routing from './routing.ts';
import * as shape from './shape.ts';
import * as usage from './usage.ts';

const NO_SEARCH = 'it takes a tool that the provider runs, and no scenario offers one';

/** What the wire carries, what is said, and what it costs and how it fails. */
const FAMILIES = familiesOf(
  [framing, events, shape, blocks, deltas],
  [ids, args, choice, finish, results, roundtrip],
  [usage, routing, errors, reasoning],
);

export const proof: Proof = proofOf({
  codec,
  service,
  dialogues,
  ...FAMILIES,
  breakMidstream,
  idOf,
  unserved: {
    'blocks/search-without-result': NO_SEARCH,
    'blocks/search-with-another-result': NO_SEARCH,
    'usage/cheaper-streamed': 'it is an edit of the buffered answer, made while the streamed one is judged',
  },
});
