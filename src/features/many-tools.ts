import { type Feature, failing, sampledBy } from './deciding/feature.ts';

export const manyTools: Feature = {
  id: 'many-tools',
  order: 120,
  question: 'As many as 64 tools?',
  label: '64 tools',
  scenarios: ['many-tools'],
  breaks: [failing('errors/*', 'arguments/no-markup', 'roundtrip/continues')],
  awkward: [sampledBy('arguments/known-tool')],
  shownBy: ['arguments/known-tool', 'roundtrip/continues'],
  askedByScenarioAlone: true,
  notShown: { reason: 'the model called no tool', by: 'model' },
  refusedAs:
    /too many (?:tools|functions)|(?:number|maximum|limit)\b.{0,20}\b(?:tools|functions)|\b(?:tools|functions)\b.{0,40}\b(?:at most|maximum|limit|too long)/iu,
};
