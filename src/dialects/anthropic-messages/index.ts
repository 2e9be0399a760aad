/** Anthropic's Messages API: first party, on Bedrock, on Vertex AI, and as OpenRouter serves it. */
import type { Dialect } from '../dialect.ts';
import { carries } from './carries.ts';
import { codec } from './codec/codec.ts';
import { historyEdits } from './codec/history-edits.ts';
import type { MessagesReading } from './codec/read.ts';
import { recognise, recogniseAnswer } from './codec/recognise.ts';
import { notApplicable } from './not-applicable.ts';
import { checks } from './rules.ts';
import { terms } from './terms.ts';

export const anthropicMessages: Dialect<MessagesReading> = {
  ...codec,
  name: 'Messages',
  terms,
  checks,
  historyEdits,
  notApplicable,
  carries,
  lacks: {
    'custom-tools': 'a tool has an input_schema, and its input is an object',
    'stored-history': 'threads are a beta of one provider, asked for by a header',
    // https://platform.claude.com/docs/en/build-with-claude/extended-thinking#feature-compatibility
    'forced-choice-while-thinking': 'thinking goes with tool_choice auto and none alone',
    'allowed-tools': 'tool_choice names one tool, or any',
  },
  recognise,
  recogniseAnswer,
  service: async () => (await import('./serve/service.ts')).service,
  proof: async () => (await import('./proof/proof.ts')).proof,
};
