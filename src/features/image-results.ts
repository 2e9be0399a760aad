import { type Feature, sampledBy } from './deciding/feature.ts';

export const imageResults: Feature = {
  id: 'image-results',
  order: 132,
  question: 'Images in tool results?',
  label: 'image results',
  scenarios: ['image-result'],
  breaks: [sampledBy('roundtrip/result-used')],
  awkward: [],
  shownBy: ['roundtrip/result-used'],
  askedByScenarioAlone: true,
  notShown: { reason: 'the model called no tool', by: 'model' },
  refusedAs: /\b(?:images?|vision|multi-?modal|media|inline_?data|input_image)\b/iu,
  refusedWithResults: true,
};
