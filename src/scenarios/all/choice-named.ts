import type { Scenario } from '../scenario.ts';
import { calls } from '../script.ts';
import { cityWeather, localTime, weatherIn } from '../tools/city.ts';

/** The request names one function. The question asks for the other. */
export const choiceNamed: Scenario = {
  id: 'choice-named',
  title: 'tool_choice names a function, and another one is more tempting',
  order: 150,
  checks: ['choice/named', 'finish/tool-calls'],
  system: 'You are a helpful assistant.',
  prompts: ['What time is it in Oslo?'],
  tools: [localTime('09:30'), cityWeather('21 °C, clear')],
  toolChoice: { kind: 'named', name: 'weather' },
  needs: ['tool-choice-forced'],
  maxTokens: 2000,
  maxTurns: 1,
  facts: [],
  script: [calls(weatherIn('Oslo'))],
};
