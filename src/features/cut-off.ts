import { type Feature, failing } from './deciding/feature.ts';

export const cutOff: Feature = {
  id: 'cut-off',
  order: 170,
  question: 'Is a cut answer told from a whole one?',
  label: 'cut off',
  scenarios: ['truncated'],
  breaks: [failing('finish/length', 'finish/present', 'finish/known')],
  awkward: [],
  shownBy: ['finish/length', 'finish/present'],
  askedByScenarioAlone: true,
};
