import type { Scenario } from '../scenario.ts';
import { calls, says } from '../script.ts';
import { cityWeather, weatherIn } from '../tools/city.ts';

/** The answer must be JSON with a given schema. Its content comes from the tool, so calls come first and JSON last. */
export const structuredAnswer: Scenario = {
  id: 'structured-answer',
  title: 'Tools, and an answer of a given schema',
  order: 56,
  checks: [
    'format/schema',
    'finish/tool-calls',
    'roundtrip/continues',
    'roundtrip/result-used',
    'usage/grows',
  ],
  system: 'You are a helpful assistant. Look the weather up with the tool.',
  prompts: ['Which place is warmer, Larvik or Alta, and how warm is each of them?'],
  tools: [
    cityWeather([
      { argument: 'location', holds: 'Larvik', result: '18.6 °C' },
      { argument: 'location', holds: 'Alta', result: '9.3 °C' },
    ]),
  ],
  answerSchema: {
    type: 'object',
    properties: {
      warmer: { type: 'string', enum: ['Larvik', 'Alta'] },
      places: {
        type: 'array',
        items: {
          type: 'object',
          properties: { name: { type: 'string' }, celsius: { type: 'number' } },
          required: ['name', 'celsius'],
          additionalProperties: false,
        },
      },
    },
    required: ['warmer', 'places'],
    additionalProperties: false,
  },
  maxTokens: 2000,
  maxTurns: 5,
  facts: [['18.6'], ['9.3']],
  script: [
    calls(weatherIn('Larvik'), weatherIn('Alta')),
    says((results) => {
      const places = ['Larvik', 'Alta'].map((name, at) => ({
        name,
        // A strict schema requires a number, even without a result.
        celsius: Number.parseFloat(results[at] ?? '') || 0,
      }));
      return JSON.stringify({ warmer: 'Larvik', places });
    }),
  ],
};
