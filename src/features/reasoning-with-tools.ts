import { type Feature, failing } from './deciding/feature.ts';

export const reasoningAndTools: Feature = {
  id: 'reasoning-with-tools',
  order: 150,
  question: 'Reasoning between calls, kept intact?',
  label: 'thinking',
  scenarios: ['reasoning-with-tools', 'interleaved-thinking', 'signatures', 'signatures-dropped'],
  breaks: [
    failing(
      'signatures/*',
      'reasoning/echo-accepted',
      'reasoning/not-in-content',
      'reasoning/no-tool-markup',
    ),
  ],
  awkward: [failing('reasoning/counted')],
  shownBy: [
    'reasoning/counted',
    'reasoning/echoed',
    'reasoning/echo-accepted',
    'reasoning/encrypted',
    'reasoning/signed',
    'signatures/first-call',
    'signatures/echoed',
  ],
  notShown: { reason: 'the answers had no reasoning', by: 'model' },
  refusedAs: /\breasoning\b|reasoning_effort|\bthinking\b|thinkingConfig/iu,
};
