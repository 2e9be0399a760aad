/** Google's Gemini API: generateContent and streamGenerateContent, also as Vertex AI serves them. */
import type { Dialect } from '../dialect.ts';
import { addressOf } from './address.ts';
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
import { answerMessages, openingMessages, promptMessage, requestBody, resultMessages } from './encode.ts';
import { notApplicable } from './not-applicable.ts';
import { type GeminiReading, readExchange } from './read.ts';
import { recognise } from './recognise.ts';
import { shared } from './rules.ts';
import { terms } from './terms.ts';

export const gemini: Dialect<GeminiReading> = {
  id: 'gemini',
  name: 'Gemini',
  terms,
  address: addressOf,
  headers: (key) => (key === null ? {} : { 'x-goog-api-key': key }),
  checks: [
    ...shared('framing'),
    jsonArray,
    ...shape,
    ...parts,
    ...deltas,
    ...signatures,
    ...shared('ids'),
    ...ids,
    ...shared('arguments'),
    ...shared('choice'),
    ...shared('finish'),
    ...finish,
    ...shared('roundtrip'),
    ...roundtrip,
    ...shared('usage'),
    ...usage,
    ...shared('routing'),
    ...shared('errors'),
    ...errors,
    ...shared('reasoning'),
  ],
  notApplicable,
  lacks: {
    'parallel-tool-calls-off': 'there is no switch for parallel calls',
    'stored-history': 'every request brings its whole history',
  },
  recognise,
  service: async () => (await import('./service.ts')).service,
  proof: async () => (await import('./faults/proof.ts')).proof,
  read: readExchange,
  openingMessages,
  answerMessages,
  resultMessages,
  promptMessage,
  body: requestBody,
};
