/** Google's Gemini API: generateContent and streamGenerateContent, also as Vertex AI serves them. */
import { inFamilyOrder } from '../../judge/families.ts';
import type { Dialect } from '../dialect.ts';
import { deltas } from './checks/deltas.ts';
import { errors } from './checks/errors.ts';
import { finish } from './checks/finish.ts';
import { jsonArray } from './checks/framing.ts';
import { ids } from './checks/ids.ts';
import { parts } from './checks/parts.ts';
import { roundtrip } from './checks/roundtrip.ts';
import { shape } from './checks/shape.ts';
import { signatures } from './checks/signatures.ts';
import { usage } from './checks/usage.ts';
import { codec } from './codec/codec.ts';
import type { GeminiReading } from './codec/read.ts';
import { recognise } from './codec/recognise.ts';
import { notApplicable } from './not-applicable.ts';
import { rules } from './rules.ts';
import { terms } from './terms.ts';

export const gemini: Dialect<GeminiReading> = {
  ...codec,
  name: 'Gemini',
  terms,
  checks: inFamilyOrder([
    ...rules,
    jsonArray,
    ...shape,
    ...parts,
    ...deltas,
    ...signatures,
    ...ids,
    ...finish,
    ...roundtrip,
    ...usage,
    ...errors,
  ]),
  notApplicable,
  lacks: {
    'parallel-tool-calls-off': 'there is no switch for parallel calls',
    'stored-history': 'every request brings its whole history',
  },
  recognise,
  service: async () => (await import('./serve/service.ts')).service,
  proof: async () => (await import('./proof/proof.ts')).proof,
};
