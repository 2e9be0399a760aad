/** OpenAI Chat Completions, and OpenRouter's extension of it. */

import { SHARED_RULES } from '../../checks/shared-rules.ts';
import { readRules } from '../../judge/check.ts';
import { inFamilyOrder } from '../../judge/families.ts';
import type { Dialect } from '../dialect.ts';
import { deltas } from './checks/deltas.ts';
import { shape } from './checks/shape.ts';
import { usageChunk } from './checks/usage-chunk.ts';
import { codec } from './codec/codec.ts';
import type { ChatReading } from './codec/read.ts';
import { recognise } from './codec/recognise.ts';
import { terms } from './terms.ts';

const NO_SIGNATURES = 'a call has no field for the signature of a thought';

const notApplicable = { 'roundtrip/dropped-signature': NO_SIGNATURES };

export const openaiChat: Dialect<ChatReading> = {
  ...codec,
  name: 'Chat Completions',
  terms,
  checks: inFamilyOrder([...readRules(SHARED_RULES, notApplicable, {}), ...shape, ...deltas, ...usageChunk]),
  // What other dialects check besides has no counterpart here: the catalogue says which dialect has which check.
  notApplicable,
  lacks: {
    'stored-history': 'every request brings its whole history',
    'allowed-tools': 'compatible providers know no list of allowed tools',
    signatures: NO_SIGNATURES,
  },
  tokenLimitFields: ['max_tokens', 'max_completion_tokens'],
  recognise,
  service: async () => (await import('./serve/service.ts')).service,
  proof: async () => (await import('./proof/proof.ts')).proof,
};
