import type { Scenario } from '../scenario.ts';

/** A model that does not exist. Shows how the provider reports this. */
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
