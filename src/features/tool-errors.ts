import { type Feature, failing } from './deciding/feature.ts';

export const toolErrors: Feature = {
  id: 'tool-errors',
  order: 130,
  question: 'Do failed tools come through?',
  label: 'tool errors',
  scenarios: ['tool-error'],
  breaks: [failing('roundtrip/continues')],
  awkward: [],
  shownBy: ['roundtrip/continues'],
  askedByScenarioAlone: true,
  notShown: { reason: 'the model called no tool', by: 'model' },
};
