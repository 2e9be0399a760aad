import { type Feature, failing } from './deciding/feature.ts';

export const webSearch: Feature = {
  id: 'web-search',
  order: 122,
  question: 'Hosted web search beside functions?',
  label: 'web search',
  scenarios: ['web-search'],
  breaks: [failing('blocks/server-paired', 'roundtrip/continues', 'ids/echo-accepted')],
  awkward: [],
  shownBy: ['roundtrip/continues'],
  askedByScenarioAlone: true,
  notShown: { reason: 'the model called no tool', by: 'model' },
  refusedAs:
    /web_?search|web search|hosted|built-?in|system[ _-]?tools?|server_?side_?tool|tools?(?:\[\d+\]|\.\d+)\.type\b|\btool types?\b/iu,
};
