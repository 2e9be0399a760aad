import type { Scenario } from '../scenario.ts';
import { calls } from '../script.ts';
import { cityWeather, localTime, weatherIn } from '../tools/city.ts';

/** One of two functions is allowed, and a call is required. The question asks for the other function. */
export const choiceAllowed: Scenario = {
  id: 'choice-allowed',
  title: 'A list of allowed functions, and another one is more tempting',
  order: 160,
  checks: ['choice/*', 'finish/tool-calls'],
  system: 'You are a helpful assistant.',
  prompts: ['What time is it in Bergen?'],
  tools: [localTime('09:30'), cityWeather('12 °C, rain')],
  toolChoice: { kind: 'allowed', names: ['weather'], required: true },
  needs: ['allowed-tools'],
  maxTokens: 2000,
  maxTurns: 1,
  facts: [],
  script: [calls(weatherIn('Bergen'))],
};
