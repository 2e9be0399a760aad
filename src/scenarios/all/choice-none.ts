import type { Scenario } from '../scenario.ts';
import { says } from '../script.ts';
import { cityWeather, localTime } from '../tools/city.ts';

/** Calls are forbidden, although the question asks for one. */
export const choiceNone: Scenario = {
  id: 'choice-none',
  title: 'tool_choice none',
  order: 130,
  checks: [
    'choice/none',
    'arguments/no-text-call',
    'arguments/no-markup',
    'finish/no-phantom',
    'finish/not-empty',
  ],
  system: 'You are a helpful assistant.',
  prompts: ['What is the weather in Oslo right now? If you cannot look it up, say so in one sentence.'],
  tools: [cityWeather('21 °C, clear'), localTime('09:30')],
  toolChoice: { kind: 'none' },
  needs: ['tool-choice-none'],
  maxTokens: 2000,
  maxTurns: 1,
  facts: [],
  script: [says(() => 'I cannot look up the weather.')],
};
