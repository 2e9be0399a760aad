/** OpenAI's Responses API, and OpenRouter's form of it. */
import type { Dialect } from '../dialect.ts';
import { bearer } from '../wire/key-headers.ts';
import { encoding } from './encode.ts';
import { type ResponsesReading, readExchange } from './read.ts';
import { recognise } from './recognise.ts';
import { checks, notApplicable } from './rules.ts';
import { terms } from './terms.ts';

export const openaiResponses: Dialect<ResponsesReading> = {
  id: 'openai-responses',
  name: 'Responses',
  terms,
  address: () => '/responses',
  headers: bearer,
  checks,
  notApplicable,
  lacks: {},
  recognise,
  service: async () => (await import('./service.ts')).service,
  proof: async () => (await import('./proof/proof.ts')).proof,
  read: readExchange,
  ...encoding,
};
