import type { Scenario } from '../scenario.ts';
import { member } from '../script.ts';

/**
 * The provider runs code of the model, and the client runs a function. The code and its output go back with the call
 * that came with them. The fact comes only from the function.
 */
export const codeExecution: Scenario = {
  id: 'code-execution',
  title: 'Code that the provider runs beside a function',
  order: 193,
  checks: [
    'blocks/server-paired',
    'results/served-kept',
    'items/*',
    'finish/tool-calls',
    'roundtrip/continues',
    'roundtrip/result-used',
  ],
  system: 'You are a helpful assistant. Compute with code first, then use the function.',
  prompts: [
    'Compute with code the sum of the squares of 1 to 24, then look up with the function which shelf has the box of that number.',
  ],
  tools: [
    {
      name: 'shelf_of',
      description: 'The shelf on which a box stands, by the number of the box',
      parameters: {
        type: 'object',
        properties: { box: { type: 'integer' } },
        required: ['box'],
        additionalProperties: false,
      },
      strict: false,
      result: '{"shelf": "Vastumire 9"}',
    },
  ],
  hosted: 'code-execution',
  needs: ['code-execution'],
  maxTokens: 4000,
  maxTurns: 5,
  facts: [['vastumire']],
  script: [
    () => ({
      served: {
        kind: 'code-execution',
        code: 'print(sum(n * n for n in range(1, 25)))',
        output: '4900\n',
      },
      text: 'The sum is 4900.',
      calls: [{ name: 'shelf_of', arguments: { box: 4900 } }],
    }),
    ([shelf]) => ({ text: `Box 4900 stands on shelf ${member(shelf, 'shelf')}.` }),
  ],
};
