import type { Scenario } from '../scenario.ts';
import { calls, member, says } from '../script.ts';

/** Several conversations at once, equal except for the word that the tool returns. Each must end with its own word. */
export const concurrent: Scenario = {
  id: 'concurrent',
  title: 'Several conversations at the same time, no cross-talk',
  order: 300,
  checks: ['roundtrip/result-used', 'ids/echo-accepted', 'ids/unique-in-response'],
  system: 'You are a helpful assistant.',
  prompts: ['Read the name tag on locker 12 with the tool, then tell me the name on it exactly as it came.'],
  tools: [
    {
      name: 'read_name_tag',
      description: 'Reads the name tag on a locker',
      parameters: {
        type: 'object',
        properties: { locker: { type: 'integer', description: 'the number of the locker' } },
        required: ['locker'],
        additionalProperties: false,
      },
      strict: false,
      result: '{"name": "{secret}"}',
    },
  ],
  copies: 4,
  maxTokens: 2000,
  maxTurns: 4,
  facts: [['{secret}']],
  script: [
    calls({ name: 'read_name_tag', arguments: { locker: 12 } }),
    says(([tag]) => `The name on the tag is ${member(tag, 'name')}.`),
  ],
};
