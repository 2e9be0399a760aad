import type { Scenario } from '../scenario.ts';

/** A model that nobody has: how the provider says so. */
export const unknownModel: Scenario = {
  id: 'unknown-model',
  title: 'A model that does not exist',
  order: 270,
  checks: ['errors/shape', 'errors/code', 'errors/no-secret'],
  system: 'You are a helpful assistant.',
  prompts: ['Say hello.'],
  tools: [],
  defect: 'unknown-model',
  maxTokens: 100,
  maxTurns: 1,
  facts: [],
};
