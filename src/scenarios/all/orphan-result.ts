import type { Scenario } from '../scenario.ts';
import { cityWeather } from '../tools/city.ts';

/** A result for a call that was never made. This is a mistake of the client, and must be refused as one. */
export const orphanResult: Scenario = {
  id: 'orphan-result',
  title: 'A result that answers no call',
  order: 240,
  checks: ['roundtrip/orphan-rejected', 'errors/shape', 'errors/code'],
  system: 'You are a helpful assistant.',
  prompts: ['Tell me the weather in Oslo.'],
  history: [{ role: 'tool', answers: 'call_nEvErIsSuEd7Qx2Lw9', text: '21 °C, clear' }],
  tools: [cityWeather('21 °C, clear')],
  maxTokens: 2000,
  maxTurns: 1,
  facts: [],
};
