import type { ResultFor, Scenario, ScenarioTool } from '../scenario.ts';
import { member } from '../script.ts';

/** The model thinks before each call. Every thought goes back with its own call. */
export const interleavedThinking: Scenario = {
  id: 'interleaved-thinking',
  title: 'Thoughts between calls',
  order: 185,
  checks: [
    'reasoning/*',
    'signatures/*',
    'usage/reasoning-within-completion',
    'ids/unique-in-conversation',
    'roundtrip/continues',
    'roundtrip/result-used',
  ],
  system: 'You are a helpful assistant. Think before each step, and make one call at a time.',
  prompts: [
    'Which is heavier, the parcel to Hammerfest or three times the parcel to Vardø, and by how much?',
  ],
  tools: [
    parcelTool('find_parcel', 'Finds the number of the parcel to a place', [
      { argument: 'place', holds: 'Hammerfest', result: '{"parcel": "P-7731"}' },
      { argument: 'place', holds: 'Vard', result: '{"parcel": "P-2094"}' },
    ]),
    parcelTool('weigh_parcel', 'Weighs the parcel with this number, in grams', [
      { argument: 'parcel', holds: '7731', result: '{"grams": 4167}' },
      { argument: 'parcel', holds: '2094', result: '{"grams": 1240}' },
    ]),
  ],
  reasoning: true,
  maxTokens: 4000,
  maxTurns: 8,
  facts: [['447']],
  script: [
    () => ({
      reasoning: 'I need the number of the parcel to Hammerfest first.',
      calls: [{ name: 'find_parcel', arguments: { place: 'Hammerfest' } }],
    }),
    ([found]) => ({
      reasoning: 'With its number I can have it weighed.',
      calls: [{ name: 'weigh_parcel', arguments: { parcel: member(found, 'parcel') } }],
    }),
    () => ({
      reasoning: 'Now the other one: its number is not known yet.',
      calls: [{ name: 'find_parcel', arguments: { place: 'Vardø' } }],
    }),
    ([, , found]) => ({
      reasoning: 'Its weight is all that is missing.',
      calls: [{ name: 'weigh_parcel', arguments: { parcel: member(found, 'parcel') } }],
    }),
    ([, heavy, , light]) => {
      const difference = Number(member(heavy, 'grams')) - 3 * Number(member(light, 'grams'));
      return {
        reasoning: `Three times the light one is ${3 * Number(member(light, 'grams'))} g.`,
        text: `The parcel to Hammerfest is heavier, by ${difference} g.`,
      };
    },
  ],
};

/** Returns a tool with one argument, which determines its result. */
function parcelTool(
  name: string,
  description: string,
  result: readonly [ResultFor, ...ResultFor[]],
): ScenarioTool {
  const [{ argument }] = result;
  return {
    name,
    description,
    parameters: {
      type: 'object',
      properties: { [argument]: { type: 'string' } },
      required: [argument],
      additionalProperties: false,
    },
    strict: false,
    result,
  };
}
