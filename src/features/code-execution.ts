import { type Feature, failing } from './deciding/feature.ts';

export const codeExecution: Feature = {
  id: 'code-execution',
  order: 123,
  question: 'Hosted code beside functions?',
  label: 'code',
  scenarios: ['code-execution'],
  breaks: [failing('blocks/server-paired', 'roundtrip/continues', 'ids/echo-accepted')],
  awkward: [],
  shownBy: ['roundtrip/continues'],
  askedByScenarioAlone: true,
  notShown: { reason: 'the model called no tool', by: 'model' },
  refusedAs:
    /code_?(?:execution|interpreter)|hosted|built-?in|system[ _-]?tools?|server_?side_?tool|tools?(?:\[\d+\]|\.\d+)\.type\b|\btool types?\b/iu,
};
