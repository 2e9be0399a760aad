import type { Scenario } from '../scenario.ts';
import { calls, says } from '../script.ts';

/** One tool, one call, one result: the smallest round trip. */
export const weather: Scenario = {
  id: 'weather',
  title: 'One tool, one call',
  order: 10,
  checks: [
    'framing/*',
    'shape/*',
    'deltas/*',
    'ids/*',
    'results/call-kept',
    'finish/*',
    'arguments/*',
    'roundtrip/continues',
    'roundtrip/result-used',
    'usage/*',
    'cost/*',
    'routing/*',
    'errors/no-secret',
  ],
  system: 'You are a helpful assistant',
  prompts: ["What's the weather in Florence,Italy?"],
  tools: [
    {
      name: 'weather',
      description: 'Get weather information for a location',
      parameters: {
        type: 'object',
        properties: { location: { type: 'string', description: 'the city' } },
        required: ['location'],
      },
      strict: false,
      result: '40 C',
    },
  ],
  maxTokens: 4000,
  maxTurns: 4,
  facts: [['40']],
  script: [
    calls({ name: 'weather', arguments: { location: 'Florence, Italy' } }),
    says(([sky = '']) => `It is ${sky.replace(' C', ' °C')} in Florence right now.`),
  ],
};
