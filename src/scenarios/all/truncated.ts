import type { Scenario } from '../scenario.ts';
import { calls } from '../script.ts';

/** The token limit stops the answer inside a call, and the answer reports this. */
export const truncated: Scenario = {
  id: 'truncated',
  title: 'A token limit that stops the answer',
  order: 210,
  checks: ['finish/present', 'finish/known', 'usage/within-limit', 'usage/present', 'framing/done'],
  system: 'You are a helpful assistant.',
  prompts: ['Save a note that spells out every number from one to one hundred in words.'],
  tools: [
    {
      name: 'save_note',
      description: 'Saves a note',
      parameters: {
        type: 'object',
        properties: { text: { type: 'string', description: 'the whole text of the note' } },
        required: ['text'],
        additionalProperties: false,
      },
      strict: false,
      result: 'saved',
    },
  ],
  maxTokens: 32,
  maxTurns: 1,
  facts: [],
  script: [
    calls({
      name: 'save_note',
      arguments: {
        text: [
          'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen',
          'seventeen eighteen nineteen twenty twenty-one twenty-two twenty-three twenty-four twenty-five',
        ].join(' '),
      },
    }),
  ],
};
