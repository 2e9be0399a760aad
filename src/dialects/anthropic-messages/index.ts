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
import { codec } from './codec/codec.ts';
import type { MessagesReading } from './codec/read.ts';
import { recognise } from './codec/recognise.ts';
import { notApplicable } from './not-applicable.ts';
import { rules } from './rules.ts';
import { terms } from './terms.ts';

export const anthropicMessages: Dialect<MessagesReading> = {
  ...codec,
  name: 'Messages',
  terms,
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
  service: async () => (await import('./serve/service.ts')).service,
  proof: async () => (await import('./proof/proof.ts')).proof,
};
