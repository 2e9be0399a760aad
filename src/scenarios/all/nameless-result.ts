import type { Scenario } from '../scenario.ts';
import { cityWeather } from '../tools/city.ts';

/** The second test of orphans: after a call and its result, there is one more result without a call id. */
export const namelessResult: Scenario = {
  id: 'nameless-result',
  title: 'A result that names no call',
  order: 250,
  checks: ['roundtrip/orphan-rejected', 'errors/shape', 'errors/code'],
  system: 'You are a helpful assistant.',
  prompts: ['Say what the weather in Oslo is.'],
  history: [
    {
      role: 'assistant',
      calls: [{ id: 'call_wX4kT9vQ2mL7zR3b', name: 'weather', arguments: '{"location":"Oslo"}' }],
    },
    { role: 'tool', answers: 'call_wX4kT9vQ2mL7zR3b', text: '21 °C, clear' },
    { role: 'tool', answers: null, text: '12 °C, rain' },
  ],
  tools: [cityWeather('21 °C, clear')],
  maxTokens: 2000,
  maxTurns: 1,
  facts: [],
};
