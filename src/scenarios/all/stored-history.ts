import type { Scenario } from '../scenario.ts';
import { calls, says } from '../script.ts';
import { cityWeather, weatherIn } from '../tools/city.ts';

/** The server stores the history. The result, and then the next prompt, name the response that they follow. */
export const storedHistory: Scenario = {
  id: 'stored-history',
  title: 'The server keeps the history',
  order: 100,
  checks: ['roundtrip/continues', 'roundtrip/result-used', 'ids/echo-accepted', 'ids/unique-in-conversation'],
  system: 'You are a helpful assistant. Look the weather up with the tool, once.',
  prompts: ['What is the weather in Hammerfest?', 'Say the temperature once more, and nothing else.'],
  tools: [cityWeather('9.4 °C, snow')],
  needs: ['stored-history'],
  storedHistory: true,
  maxTokens: 2000,
  maxTurns: 5,
  facts: [['9.4', '9,4']],
  script: [
    calls(weatherIn('Hammerfest')),
    says(([sky]) => `In Hammerfest it is ${sky}.`),
    says(([sky = '']) => sky.replace(/,.*$/u, '')),
  ],
};
