import type { Scenario } from '../scenario.ts';
import { calls, says } from '../script.ts';
import { cityWeather, weatherIn } from '../tools/city.ts';

/**
 * The temperatures cannot be guessed and are all different, so a result that is assigned to another city is detected.
 */
const SKIES = [
  ['Oslo', 21],
  ['Bergen', 12],
  ['Lima', 17],
  ['Cairo', 38],
  ['Quito', 14],
  ['Delhi', 33],
  ['Perth', 26],
  ['Nuuk', 4],
  ['Tunis', 29],
  ['Hanoi', 31],
] as const;

/** Ten calls in one answer, for their ids and order. The ten results go back in the reverse order. */
export const tenCalls: Scenario = {
  id: 'ten-calls',
  title: 'Ten calls at once',
  order: 85,
  checks: [
    'ids/unique-in-response',
    'ids/echoed',
    'ids/echo-accepted',
    'deltas/one-call-per-index',
    'deltas/index-from-zero',
    'arguments/whole',
    'roundtrip/results-paired',
    'roundtrip/result-used',
  ],
  system: 'You are a helpful assistant. Make all the calls that you need at the same time, in one answer.',
  prompts: [
    `Get the weather in ${SKIES.map(([city]) => city).join(', ')}, with ten calls at the same time. Then write one line for each city: its name and its temperature.`,
  ],
  tools: [
    cityWeather(
      SKIES.map(([city, celsius]) => ({ argument: 'location', holds: city, result: `${celsius} °C` })),
    ),
  ],
  reversed: true,
  maxTokens: 4000,
  maxTurns: 12,
  facts: SKIES.map(([, celsius]) => [`${celsius}`]),
  pairings: SKIES.map(([subject, celsius]) => ({ subject, fact: `${celsius}` })),
  script: [
    calls(...SKIES.map(([city]) => weatherIn(city))),
    says((results) => SKIES.map(([city], at) => `- ${city}: ${results[at]}`).join('\n')),
  ],
};
