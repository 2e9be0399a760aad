/** The proof of Gemini: all seeded faults and legal variants, in the order of the check catalogue. */

import { everyTurn } from '../../../proof/edits/edit.ts';
import type { ProofParts } from '../../../proof/proof.ts';
import { codec } from '../codec/codec.ts';
import { service } from '../serve/service.ts';
import { args } from './arguments.ts';
import { choice } from './choice.ts';
import { deltas } from './deltas.ts';
import { dialogues } from './dialogues.ts';
import { edits } from './edits.ts';
import { errors } from './errors.ts';
import { finish } from './finish.ts';
import { format } from './format.ts';
import { framing } from './framing.ts';
import { ids } from './ids.ts';
import { parts } from './parts.ts';
import { asArray, asBlocked, asVertex, withoutIds } from './places.ts';
import { reasoning } from './reasoning.ts';
import { results } from './results.ts';
import { roundtrip } from './roundtrip.ts';
import { served } from './served.ts';
import { shape } from './shape.ts';
import { signatures } from './signatures.ts';
import { usage } from './usage.ts';

export const proof: ProofParts = {
  codec,
  service,
  dialogues,
  reshaped: {
    'array/streaming': {
      of: 'weather/streaming',
      title: 'a stream that is one JSON array',
      edit: everyTurn(asArray),
    },
    'vertex/streaming': {
      of: 'weather/streaming',
      title: 'as Vertex AI serves it',
      edit: everyTurn(asVertex),
    },
    'blocked/streaming': {
      of: 'text/streaming',
      title: 'a prompt that is blocked',
      edit: everyTurn(asBlocked),
    },
    'blocked/buffered': {
      of: 'text/buffered',
      title: 'a prompt that is blocked (buffered)',
      edit: everyTurn(asBlocked),
    },
    'no-ids/buffered': {
      of: 'parallel/buffered',
      title: 'two calls without ids (buffered)',
      edit: withoutIds,
      fails: { 'ids/present': 'no call has an id' },
    },
  },
  edits,
  tables: [
    framing,
    shape,
    parts,
    deltas,
    signatures,
    ids,
    args,
    choice,
    format,
    finish,
    results,
    served,
    roundtrip,
    usage,
    errors,
    reasoning,
  ],
  withoutShared: {
    'framing/list-instead-of-a-stream': 'an array is the other framing of a stream: framing/array-for-events',
    'choice/named-stopped-by-length': 'that some function is called is what choice/required judges',
    'ids/cut-off-and-not-answered': 'how many results come back is what roundtrip/response-count judges',
    'ids/cut-off-and-answered-alone': 'results without a call are what roundtrip/orphan-rejected judges',
    'ids/answered-twice': 'two results for one call are what roundtrip/response-count judges',
    'finish/stop-with-a-call': 'STOP is how an answer with calls ends',
    'errors/code-null': 'the code of an error is its status',
  },
};
