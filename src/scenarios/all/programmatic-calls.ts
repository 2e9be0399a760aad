import type { Scenario } from '../scenario.ts';
import { member } from '../script.ts';

/** The provider runs code of the model. The code calls a function of the client, and its output arrives later. */
export const programmaticCalls: Scenario = {
  id: 'programmatic-calls',
  title: 'Functions that are called by code',
  order: 194,
  checks: [
    'blocks/server-paired',
    'items/status-final',
    'results/served-kept',
    'results/call-kept',
    'ids/echo-accepted',
    'roundtrip/continues',
    'roundtrip/result-used',
  ],
  system: 'You are a helpful assistant. Use code for sums, and call the function from the code.',
  prompts: ['How many lamps do the shops "Nord" and "Vest" have together?'],
  tools: [
    {
      name: 'stock_of',
      description: 'How many lamps a shop has, as JSON such as {"lamps": 12}',
      parameters: {
        type: 'object',
        properties: { shop: { type: 'string' } },
        required: ['shop'],
        additionalProperties: false,
      },
      strict: false,
      result: [
        { argument: 'shop', holds: 'nord', result: '{"lamps": 4127}' },
        { argument: 'shop', holds: 'vest', result: '{"lamps": 958}' },
      ],
      calledByCode: true,
    },
  ],
  hosted: 'code',
  needs: ['programmatic-calls'],
  maxTokens: 4000,
  maxTurns: 6,
  facts: [['5085', '5,085', '5 085']],
  script: [
    () => ({
      served: { kind: 'code', code: 'total = stock_of("Nord") + stock_of("Vest")' },
      calls: ['Nord', 'Vest'].map((shop) => ({ name: 'stock_of', arguments: { shop } })),
    }),
    (results) => {
      const total = results.reduce((sum, result) => sum + Number(member(result, 'lamps')), 0);
      return {
        served: { kind: 'code-output', output: `${total}` },
        text: `Together they have ${total} lamps.`,
      };
    },
  ],
};
