/** The proof of Chat Completions: all seeded faults and legal variants, in the order of the check catalogue. */

import { DIALOGUES } from '../../../proof/dialogues.ts';
import { ALLOWED_DIALOGUES, CUSTOM_DIALOGUES } from '../../../proof/optional-dialogues.ts';
import type { ProofParts } from '../../../proof/proof.ts';
import { codec } from '../codec/codec.ts';
import { service } from '../serve/service.ts';
import { args } from './arguments.ts';
import { choice } from './choice.ts';
import { cost } from './cost.ts';
import { deltas } from './deltas.ts';
import { edits } from './edits.ts';
import { errors } from './errors.ts';
import { finish } from './finish.ts';
import { format } from './format.ts';
import { fragments } from './fragments.ts';
import { framing } from './framing.ts';
import { ids } from './ids.ts';
import { message } from './message.ts';
import { messageCalls } from './message-calls.ts';
import { reasoning } from './reasoning.ts';
import { refusedEchoes } from './refused-echoes.ts';
import { results } from './results.ts';
import { roundtrip } from './roundtrip.ts';
import { routing } from './routing.ts';
import { schemas } from './schemas.ts';
import { shape } from './shape.ts';
import { usage } from './usage.ts';
import { usageChunk } from './usage-chunk.ts';

export const proof: ProofParts = {
  codec,
  service,
  dialogues: {
    ...DIALOGUES,
    ...ALLOWED_DIALOGUES,
    ...CUSTOM_DIALOGUES,
    reasoning: {
      ...DIALOGUES.reasoning,
      fails: { 'shape/unknown-fields': 'only OpenRouter defines a field for reasoning' },
    },
  },
  edits,
  tables: [
    framing,
    shape,
    message,
    messageCalls,
    deltas,
    fragments,
    ids,
    refusedEchoes,
    args,
    schemas,
    results,
    choice,
    finish,
    format,
    roundtrip,
    usage,
    usageChunk,
    cost,
    routing,
    errors,
    reasoning,
  ],
  withoutShared: {
    'ids/refused-for-a-prompt-between':
      'a prompt between a call and its result is what ids/echoed judges: ids/prompt-before-the-result-and-refused',
  },
};
