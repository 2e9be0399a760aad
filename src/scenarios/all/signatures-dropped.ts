import type { Scenario } from '../scenario.ts';
import { boatDeparture, highTide } from '../tools/tide-table.ts';

/** The client omits the proof of the model's thoughts from the history. The provider's reaction is an observation. */
export const signaturesDropped: Scenario = {
  id: 'signatures-dropped',
  title: 'Signatures of thoughts are left out of the history',
  order: 200,
  checks: ['roundtrip/dropped-signature'],
  system: 'You are a helpful assistant. Look tides up with the tool.',
  prompts: [
    'A boat needs three hours to Vardø, and must arrive with the next high tide. When must it leave? Say the height of the tide too.',
  ],
  tools: [highTide('{"at": "18:20", "metres": 3.17}')],
  needs: ['signatures'],
  reasoning: true,
  dropsSignatures: true,
  maxTokens: 4000,
  maxTurns: 4,
  facts: [],
  script: boatDeparture('Vardø', 3),
};
