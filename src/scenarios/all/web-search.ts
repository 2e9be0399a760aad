import type { Scenario } from '../scenario.ts';
import { member } from '../script.ts';

/**
 * The provider searches the web itself, and the client runs a function. The search results go back with the call that
 * came with them. The fact comes only from the function, because search results change.
 */
export const webSearch: Scenario = {
  id: 'web-search',
  title: "The provider's web search beside a function",
  order: 192,
  checks: [
    'blocks/server-paired',
    'results/served-kept',
    'items/*',
    'finish/tool-calls',
    'roundtrip/continues',
    'roundtrip/result-used',
  ],
  system: 'You are a helpful assistant. Search the web first, then use the function.',
  prompts: [
    'Search the web for the height of Galdhøpiggen in metres, then look up with the function which team climbs it on Friday.',
  ],
  tools: [
    {
      name: 'team_of',
      description: 'The team that climbs a mountain, by the name of the mountain and its height',
      parameters: {
        type: 'object',
        properties: { mountain: { type: 'string' }, metres: { type: 'integer' } },
        required: ['mountain', 'metres'],
        additionalProperties: false,
      },
      strict: false,
      result: '{"team": "Zimbrath 27"}',
    },
  ],
  hosted: 'web-search',
  needs: ['web-search'],
  maxTokens: 4000,
  maxTurns: 5,
  facts: [['zimbrath']],
  script: [
    () => ({
      served: {
        kind: 'web-search',
        query: 'height of Galdhøpiggen',
        found: [{ title: 'Galdhøpiggen', url: 'https://example.com/galdhopiggen' }],
      },
      text: 'It is 2,469 metres high.',
      calls: [{ name: 'team_of', arguments: { mountain: 'Galdhøpiggen', metres: 2469 } }],
    }),
    ([team]) => ({ text: `Team ${member(team, 'team')} climbs Galdhøpiggen, 2,469 metres high, on Friday.` }),
  ],
};
