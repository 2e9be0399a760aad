import { type Feature, failing } from './deciding/feature.ts';

export const customTools: Feature = {
  id: 'custom-tools',
  order: 115,
  question: 'Custom tools, with text and grammars?',
  label: 'custom tools',
  scenarios: ['custom-text', 'custom-grammar'],
  breaks: [failing('arguments/grammar', 'items/input-sum', 'roundtrip/continues', 'ids/echo-accepted')],
  awkward: [],
  shownBy: ['roundtrip/continues'],
  askedByScenarioAlone: true,
  notShown: { reason: 'the model called no tool', by: 'model' },
  refusedAs: /\bcustom\b|\bgrammars?\b|tools?(?:\[\d+\]|\.\d+)\.type\b|\btool types?\b/iu,
};
