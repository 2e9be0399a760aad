import { type Feature, sampledBy } from './deciding/feature.ts';

export const fileResults: Feature = {
  id: 'file-results',
  order: 134,
  question: 'Files in tool results?',
  label: 'file results',
  scenarios: ['file-result'],
  breaks: [sampledBy('roundtrip/result-used')],
  awkward: [],
  shownBy: ['roundtrip/result-used'],
  askedByScenarioAlone: true,
  notShown: { reason: 'the model called no tool', by: 'model' },
  refusedAs: /\b(?:files?|documents?|pdfs?|multi-?modal|media|inline_?data|input_file)\b/iu,
  refusedWithResults: true,
};
