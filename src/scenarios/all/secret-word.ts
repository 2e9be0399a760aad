import type { Scenario } from '../scenario.ts';
import { calls, member, says } from '../script.ts';

/** The result is an unguessable word, so the answer can only have it from the tool. */
export const secretWord: Scenario = {
  id: 'secret-word',
  title: 'An unguessable result comes back',
  order: 110,
  checks: ['roundtrip/result-used', 'roundtrip/continues'],
  system: 'You are a helpful assistant.',
  prompts: [
    'Draw a word from the deck named "blue" with the tool, then tell me the word exactly as it came.',
  ],
  tools: [
    {
      name: 'draw_word',
      description: 'Draws an invented word from a deck',
      parameters: {
        type: 'object',
        properties: { deck: { type: 'string', description: 'the name of the deck' } },
        required: ['deck'],
        additionalProperties: false,
      },
      strict: false,
      result: '{"word": "{secret}"}',
    },
  ],
  maxTokens: 2000,
  maxTurns: 4,
  facts: [['{secret}']],
  script: [
    calls({ name: 'draw_word', arguments: { deck: 'blue' } }),
    says(([drawn]) => `The word is ${member(drawn, 'word')}.`),
  ],
};
