import type { Scenario } from '../scenario.ts';
import { member } from '../script.ts';

/** The model thinks before a call, before an answer, and about a question that needs no call. */
export const reasoningWithTools: Scenario = {
  id: 'reasoning-with-tools',
  title: 'Reasoning around a call',
  order: 180,
  checks: [
    'reasoning/*',
    'usage/reasoning-within-completion',
    'usage/counted',
    'finish/not-empty',
    'shape/choice-index',
  ],
  system: 'You are a helpful assistant. Look distances up with the tool.',
  prompts: [
    'A car drives from Oslo to Trondheim at 71 km/h without a stop. How many hours does it take?',
    'Is that longer than a working day of 8 hours? Say again how many hours it takes, and look nothing up.',
  ],
  tools: [
    {
      name: 'road_distance',
      description: 'The distance by road between two cities, in kilometres',
      parameters: {
        type: 'object',
        properties: { from: { type: 'string' }, to: { type: 'string' } },
        required: ['from', 'to'],
        additionalProperties: false,
      },
      strict: false,
      result: '{"km": 497}',
    },
  ],
  reasoning: true,
  maxTokens: 4000,
  maxTurns: 5,
  facts: [['7', 'seven']],
  script: [
    () => ({
      reasoning: 'The time is the distance over the speed, and the distance is for the tool to say.',
      calls: [{ name: 'road_distance', arguments: { from: 'Oslo', to: 'Trondheim' } }],
    }),
    ([road]) => ({
      reasoning: `The distance is ${member(road, 'km')} km, and the speed is 71 km/h.`,
      text: `It takes ${Number(member(road, 'km')) / 71} hours.`,
    }),
    ([road]) => ({
      reasoning: `The drive takes ${Number(member(road, 'km')) / 71} hours, and 8 is more.`,
      text: `No: it takes ${Number(member(road, 'km')) / 71} hours, and a working day has 8.`,
    }),
  ],
};
