import type { Scenario } from '../scenario.ts';
import { cityWeather, localTime, weatherIn } from '../tools/city.ts';

/** The model thinks, and must call one function. The question asks for the other. */
export const choiceWhileThinking: Scenario = {
  id: 'choice-while-thinking',
  title: 'tool_choice names a function, and the model thinks',
  order: 165,
  checks: ['choice/named', 'finish/tool-calls', 'reasoning/*', 'usage/reasoning-within-completion'],
  system: 'You are a helpful assistant. Answer with the tools.',
  prompts: ['What time is it in Bodø?'],
  tools: [localTime('09:30'), cityWeather('7 °C, snow')],
  toolChoice: { kind: 'named', name: 'weather' },
  reasoning: true,
  needs: ['tool-choice-forced', 'forced-choice-while-thinking'],
  maxTokens: 4000,
  maxTurns: 1,
  facts: [],
  script: [
    () => ({
      reasoning: 'The question is for the clock, but it is the weather that is to be called.',
      calls: [weatherIn('Bodø')],
    }),
  ],
};
