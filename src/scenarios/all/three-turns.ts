import type { Scenario } from '../scenario.ts';
import { calls, says } from '../script.ts';
import { cityWeather, weatherIn } from '../tools/city.ts';

/** Three consecutive questions, each with its own call. No id may occur twice. */
export const threeTurns: Scenario = {
  id: 'three-turns',
  title: 'Three questions in one conversation',
  order: 90,
  checks: [
    'ids/unique-in-conversation',
    'ids/echoed',
    'ids/echo-accepted',
    'usage/grows',
    'cost/rate-stable',
    'routing/stable',
    'roundtrip/continues',
  ],
  system: 'You are a helpful assistant. Look up every city with the tool, one call a city.',
  prompts: ['What is the weather in Oslo?', 'And in Bergen?', 'And in Tromsø?'],
  tools: [
    cityWeather([
      { argument: 'location', holds: 'Oslo', result: '21 °C, clear' },
      { argument: 'location', holds: 'Bergen', result: '12 °C, rain' },
      { argument: 'location', holds: 'Troms', result: '17 °C, fog' },
    ]),
  ],
  maxTokens: 2000,
  maxTurns: 8,
  facts: [['17']],
  script: [
    calls(weatherIn('Oslo')),
    says(([oslo]) => `In Oslo it is ${oslo}.`),
    calls(weatherIn('Bergen')),
    says(([, bergen]) => `In Bergen it is ${bergen}.`),
    calls(weatherIn('Tromsø')),
    says(([, , tromso]) => `In Tromsø it is ${tromso}.`),
  ],
};
