/** OpenAI's Responses API, and OpenRouter's form of it. */
import type { Dialect } from '../dialect.ts';
import { carries } from './carries.ts';
import { codec } from './codec/codec.ts';
import { historyEdits } from './codec/history-edits.ts';
import type { ResponsesReading } from './codec/read.ts';
import { recognise, recogniseAnswer } from './codec/recognise.ts';
import { notApplicable } from './not-applicable.ts';
import { checks } from './rules.ts';
import { terms } from './terms.ts';

export const openaiResponses: Dialect<ResponsesReading> = {
  ...codec,
  name: 'Responses',
  terms,
  checks,
  historyEdits,
  notApplicable,
  carries,
  lacks: {},
  recognise,
  recogniseAnswer,
  service: async () => (await import('./serve/service.ts')).service,
  proof: async () => (await import('./proof/proof.ts')).proof,
};
