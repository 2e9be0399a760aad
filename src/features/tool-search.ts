import { type Feature, failing } from './deciding/feature.ts';

export const toolSearch: Feature = {
  id: 'tool-search',
  order: 124,
  question: 'Deferred tools, found by a search?',
  label: 'tool search',
  scenarios: ['tool-search'],
  breaks: [failing('blocks/server-paired', 'roundtrip/continues', 'ids/echo-accepted')],
  awkward: [],
  shownBy: ['roundtrip/continues'],
  askedByScenarioAlone: true,
  notShown: { reason: 'the model called no tool', by: 'model' },
  refusedAs: /tool_?search|tool search|defer_?loading|tools?(?:\[\d+\]|\.\d+)\.type\b|\btool types?\b/iu,
};
