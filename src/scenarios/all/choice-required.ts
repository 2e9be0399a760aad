import type { Scenario } from '../scenario.ts';
import { calls } from '../script.ts';
import { cityWeather, localTime, weatherIn } from '../tools/city.ts';

/**
 * A call is required, although the prompt does not ask for one. There is only one turn, because the choice would force
 * a call in every further turn.
 */
export const choiceRequired: Scenario = {
  id: 'choice-required',
  title: 'tool_choice required',
  order: 140,
  checks: ['choice/required', 'finish/tool-calls'],
  system: 'You are a helpful assistant.',
  prompts: ['Good morning from Oslo! How are you?'],
  tools: [cityWeather('21 °C, clear'), localTime('09:30')],
  toolChoice: { kind: 'required' },
  needs: ['tool-choice-forced'],
  maxTokens: 2000,
  maxTurns: 1,
  facts: [],
  script: [calls(weatherIn('Oslo'))],
};
