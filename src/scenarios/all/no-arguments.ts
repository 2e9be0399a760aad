import type { Scenario } from '../scenario.ts';
import { calls, member, says } from '../script.ts';

/** A tool without parameters. Its arguments are `{}`, never an empty string. */
export const noArguments: Scenario = {
  id: 'no-arguments',
  title: 'A tool without arguments',
  order: 30,
  checks: ['arguments/empty', 'arguments/json', 'arguments/object', 'deltas/arguments-string'],
  system: 'You are a helpful assistant.',
  prompts: ['Read the lap counter with the tool, then tell me its value.'],
  tools: [
    {
      name: 'read_lap_counter',
      description: 'Reads the lap counter',
      parameters: { type: 'object', properties: {}, required: [], additionalProperties: false },
      strict: false,
      result: '{"laps": 7316}',
    },
  ],
  maxTokens: 2000,
  maxTurns: 4,
  facts: [['7316', '7,316', '7 316']],
  script: [
    calls({ name: 'read_lap_counter', arguments: {} }),
    says(([laps]) => `The lap counter says ${member(laps, 'laps')}.`),
  ],
};
