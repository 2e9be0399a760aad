/** Anthropic's Messages API: first party, on Bedrock and Vertex AI, and as OpenRouter speaks it. */
import { inFamilyOrder } from '../../judge/families.ts';
import type { Dialect } from '../dialect.ts';
import { blocks } from './checks/blocks.ts';
import { deltas } from './checks/deltas.ts';
import { errors } from './checks/errors.ts';
import { events } from './checks/events.ts';
import { finish } from './checks/finish.ts';
import { ids } from './checks/ids.ts';
import { reasoning } from './checks/reasoning.ts';
import { results } from './checks/results.ts';
import { shape } from './checks/shape.ts';
import { usage } from './checks/usage.ts';
import { encoding } from './encode.ts';
import { notApplicable } from './not-applicable.ts';
import { type MessagesReading, readExchange } from './read.ts';
import { recognise } from './recognise.ts';
import { rules } from './rules.ts';
import { terms } from './terms.ts';

export const anthropicMessages: Dialect<MessagesReading> = {
  id: 'anthropic-messages',
  name: 'Messages',
  terms,
  address: () => '/messages',
  headers: (key) => ({
    'anthropic-version': '2023-06-01',
    ...(key === null ? {} : { 'x-api-key': key }),
  }),
  checks: inFamilyOrder([
    ...rules,
    ...events,
    ...shape,
    ...blocks,
    ...deltas,
    ...ids,
    ...finish,
    ...results,
    ...usage,
    ...errors,
    ...reasoning,
  ]),
  notApplicable,
  lacks: {
    'stored-history': 'every request brings its whole history',
    'allowed-tools': 'tool_choice names one tool, or any',
  },
  recognise,
  service: async () => (await import('./service.ts')).service,
  proof: async () => (await import('./proof/proof.ts')).proof,
  read: readExchange,
  ...encoding,
};
