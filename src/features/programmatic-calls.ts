import { type Feature, failing } from './deciding/feature.ts';

export const programmaticCalls: Feature = {
  id: 'programmatic-calls',
  order: 126,
  question: 'Functions called by code of the model?',
  label: 'calls by code',
  scenarios: ['programmatic-calls'],
  breaks: [failing('blocks/server-paired', 'roundtrip/continues', 'ids/echo-accepted')],
  awkward: [],
  shownBy: ['roundtrip/continues'],
  askedByScenarioAlone: true,
  notShown: { reason: 'the model called no tool', by: 'model' },
  refusedAs:
    /allowed_?callers|code_?execution|programmatic|tools?(?:\[\d+\]|\.\d+)\.type\b|\btool types?\b/iu,
};
