import type { Scenario } from '../scenario.ts';

/** The messages are not a list. Shows how the provider reports this. */
export const malformedRequest: Scenario = {
  id: 'malformed-request',
  title: 'A request that is malformed',
  order: 280,
  checks: ['errors/shape', 'errors/code', 'errors/no-secret'],
  system: 'You are a helpful assistant.',
  prompts: ['Say hello again.'],
  tools: [],
  defect: 'malformed',
  maxTokens: 100,
  maxTurns: 1,
  facts: [],
};
