import type { Scenario } from '../scenario.ts';
import { boatDeparture, highTide } from '../tools/tide-table.ts';

/** The proof of the model's thoughts (a signature, encrypted content) goes back with the call, unchanged. */
export const signatures: Scenario = {
  id: 'signatures',
  title: 'Signatures of thoughts go back with the results',
  order: 190,
  checks: ['reasoning/*', 'roundtrip/continues', 'roundtrip/result-used', 'ids/echo-accepted'],
  system: 'You are a helpful assistant. Look tides up with the tool.',
  prompts: [
    'A boat needs two hours to Bodø, and must arrive with the next high tide. When must it leave? Say the height of the tide too.',
  ],
  tools: [highTide('{"at": "16:45", "metres": 2.83}')],
  needs: ['signatures'],
  reasoning: true,
  maxTokens: 4000,
  maxTurns: 4,
  facts: [['2.83', '2,83']],
  script: boatDeparture('Bodø', 2),
};
