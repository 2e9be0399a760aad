import type { Scenario } from '../scenario.ts';
import { calls, says } from '../script.ts';
import { cityWeather, weatherIn } from '../tools/city.ts';

/**
 * Two calls of one tool at once. Their results go back in the reverse order, so a provider that pairs by position
 * instead of by id confuses them. The decimals cannot be guessed. The pairings omit them, because models may round.
 */
export const answersReversed: Scenario = {
  id: 'answers-reversed',
  title: 'Two calls, their results in the reverse order',
  order: 80,
  checks: ['roundtrip/results-paired', 'roundtrip/result-used', 'ids/echoed', 'ids/echo-accepted'],
  system: 'You are a helpful assistant. Call tools at the same time where you can.',
  prompts: [
    'Get the weather in Oslo and in Bergen with two calls at the same time. Then say the temperature of each city in one sentence.',
  ],
  tools: [
    cityWeather([
      { argument: 'location', holds: 'Oslo', result: '21.3 °C' },
      { argument: 'location', holds: 'Bergen', result: '12.4 °C' },
    ]),
  ],
  reversed: true,
  maxTokens: 2000,
  maxTurns: 4,
  facts: [
    ['21.3', '21,3', '21'],
    ['12.4', '12,4', '12'],
  ],
  pairings: [
    { subject: 'Oslo', fact: '21' },
    { subject: 'Bergen', fact: '12' },
  ],
  script: [
    calls(weatherIn('Oslo'), weatherIn('Bergen')),
    says(([oslo, bergen]) => `In Oslo it is ${oslo}, and in Bergen it is ${bergen}.`),
  ],
};
