import type { Scenario } from '../scenario.ts';
import { cityWeather } from '../tools/city.ts';

/** A call without a result. This is a mistake of the client, and must be refused as one. */
export const unansweredCall: Scenario = {
  id: 'unanswered-call',
  title: 'A call that is left without a result',
  order: 260,
  checks: ['roundtrip/unanswered-rejected', 'errors/shape', 'errors/code'],
  system: 'You are a helpful assistant.',
  prompts: ['How is the weather in Oslo?'],
  history: [
    {
      role: 'assistant',
      calls: [{ id: 'call_uN7aNsWeReD5Kp8Rz', name: 'weather', arguments: '{"location":"Oslo"}' }],
    },
    { role: 'user', text: 'Never mind. Say hello.' },
  ],
  tools: [cityWeather('21 °C, clear')],
  maxTokens: 2000,
  maxTurns: 1,
  facts: [],
};
