import type { Scenario } from '../scenario.ts';
import { calls, says } from '../script.ts';

/** A custom tool whose grammar allows only one spelling of what the prompt says in words. */
export const customGrammar: Scenario = {
  id: 'custom-grammar',
  title: 'A custom tool, with a grammar',
  order: 54,
  checks: ['arguments/grammar', 'items/input-sum', 'finish/tool-calls', 'roundtrip/result-used'],
  system: 'You are a helpful assistant. Set alarms with the tool.',
  prompts: ['Set an alarm for twenty to eight in the evening, and tell me its number.'],
  tools: [],
  customTools: [
    {
      name: 'set_alarm',
      description: 'Sets an alarm; takes the time of day and nothing else, such as 06:15',
      pattern: '([01][0-9]|2[0-3]):[0-5][0-9]',
      result: 'alarm 6184 is set',
    },
  ],
  needs: ['custom-tools'],
  maxTokens: 2000,
  maxTurns: 4,
  facts: [['6184', '6,184']],
  script: [
    calls({ name: 'set_alarm', input: '19:40' }),
    says(([set = '']) => `Alarm ${/\d+/u.exec(set)?.[0]} rings at 19:40.`),
  ],
};
