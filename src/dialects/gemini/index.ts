/** Google's Gemini API: generateContent and streamGenerateContent, also as Vertex AI serves them. */
import type { Dialect } from '../dialect.ts';
import { carries } from './carries.ts';
import { codec } from './codec/codec.ts';
import { historyEdits } from './codec/history-edits.ts';
import type { GeminiReading } from './codec/read.ts';
import { recognise, recogniseAnswer } from './codec/recognise.ts';
import { notApplicable } from './not-applicable.ts';
import { checks } from './rules.ts';
import { terms } from './terms.ts';

export const gemini: Dialect<GeminiReading> = {
  ...codec,
  name: 'Gemini',
  terms,
  checks,
  historyEdits,
  notApplicable,
  carries,
  lacks: {
    'programmatic-calls': 'code that the model writes calls no functions',
    'tool-search': 'functions are all loaded',
    'custom-tools': 'the arguments of a function are an object',
    'parallel-tool-calls-off': 'there is no switch for parallel calls',
    'stored-history': 'every request brings its whole history',
  },
  recognise,
  recogniseAnswer,
  service: async () => (await import('./serve/service.ts')).service,
  proof: async () => (await import('./proof/proof.ts')).proof,
};
