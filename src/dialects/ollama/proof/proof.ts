/** The proof of Ollama: all seeded faults and legal variants, in the order of the check catalogue. */
import type { ProofParts } from '../../../proof/proof.ts';
import { codec } from '../codec/codec.ts';
import { service } from '../serve/service.ts';
import { args } from './arguments.ts';
import { dialogues } from './dialogues.ts';
import { edits } from './edits.ts';
import { errors } from './errors.ts';
import { finish } from './finish.ts';
import { framing } from './framing.ts';
import { ids } from './ids.ts';
import { withoutIds } from './places.ts';
import { shape } from './shape.ts';
import { usage } from './usage.ts';

const NO_EVENTS = 'lines of JSON are no server-sent events';
const TEXT = 'the error is a text';

export const proof: ProofParts = {
  codec,
  service,
  dialogues,
  reshaped: {
    'no-ids/buffered': {
      of: 'parallel/buffered',
      title: 'two calls without ids (buffered)',
      edit: withoutIds,
      fails: { 'ids/present': 'no call has an id' },
    },
  },
  edits,
  tables: [framing, shape, ids, args, finish, usage, errors],
  withoutShared: {
    'errors/in-a-200-for-a-stream': 'an object alone is a stream of one line: errors/in-the-stream',
    'framing/half-a-body-instead-of-a-stream': 'half a body is half a line: finish/cut-off-in-an-event',
    'framing/retry-first': NO_EVENTS,
    'framing/no-space-after-the-colon': NO_EVENTS,
    'framing/json-over-several-lines': 'a line end ends an object',
    'framing/comments-everywhere': NO_EVENTS,
    'errors/key-in-a-comment': NO_EVENTS,
    'errors/text-for-an-object': TEXT,
    'errors/text-in-the-stream': TEXT,
    'finish/stop-with-a-call': 'stop is how an answer with calls ends',
  },
};
