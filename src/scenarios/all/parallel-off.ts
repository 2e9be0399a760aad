import type { Scenario } from '../scenario.ts';
import { calls, says } from '../script.ts';
import { cityWeather, localTime, OSLO_TIME, weatherIn } from '../tools/city.ts';

/** Two calls are needed, and only one at a time is allowed. */
export const parallelOff: Scenario = {
  id: 'parallel-off',
  title: 'parallel_tool_calls false, with two things to look up',
  order: 170,
  checks: ['choice/parallel-off', 'ids/unique-in-conversation', 'usage/grows', 'roundtrip/result-used'],
  system: 'You are a helpful assistant. Look everything up with the tools.',
  prompts: ['What is the weather in Oslo, and what time is it there?'],
  tools: [cityWeather('21 °C, clear'), localTime('09:47')],
  parallelCalls: false,
  needs: ['parallel-tool-calls-off'],
  maxTokens: 2000,
  maxTurns: 6,
  facts: [['21'], ['09:47', '9:47']],
  script: [
    calls(weatherIn('Oslo')),
    calls(OSLO_TIME),
    says(([sky, clock]) => `The weather in Oslo is ${sky}, and it is ${clock} there.`),
  ],
};
