import type { Scenario, ScenarioTool } from '../scenario.ts';
import { calls, says } from '../script.ts';

function arithmetic(name: string, description: string, result: string): ScenarioTool {
  return {
    name,
    description,
    parameters: {
      type: 'object',
      properties: {
        a: { type: 'integer', description: 'first number' },
        b: { type: 'integer', description: 'second number' },
      },
      required: ['a', 'b'],
    },
    strict: false,
    result,
  };
}

/** Two tools called at once: ids, indexes and results must not be mixed up. */
export const addAndMultiply: Scenario = {
  id: 'add-and-multiply',
  title: 'Two tools, two calls at once',
  order: 20,
  checks: [
    'deltas/index-from-zero',
    'deltas/one-call-per-index',
    'ids/unique-in-response',
    'ids/echoed',
    'ids/echo-accepted',
    'roundtrip/continues',
    'roundtrip/result-used',
  ],
  system: 'You are a helpful assistant. Always use both add and multiply at the same time.',
  prompts: ['Add and multiply the number 2 and 3'],
  tools: [arithmetic('add', 'Add two numbers', '5'), arithmetic('multiply', 'Multiply two numbers', '6')],
  maxTokens: 4000,
  maxTurns: 4,
  facts: [['5'], ['6']],
  script: [
    calls({ name: 'add', arguments: { a: 2, b: 3 } }, { name: 'multiply', arguments: { a: 2, b: 3 } }),
    says(([sum, product]) => `The sum of 2 and 3 is ${sum}, and their product is ${product}.`),
  ],
};
