import { type Feature, failing } from './deciding/feature.ts';

export const structuredAnswers: Feature = {
  id: 'structured-answers',
  order: 112,
  question: 'Structured output together with tools?',
  label: 'structured output',
  scenarios: ['structured-answer'],
  breaks: [failing('format/schema', 'roundtrip/continues')],
  awkward: [],
  shownBy: ['roundtrip/continues'],
  askedByScenarioAlone: true,
  notShown: { reason: 'the model called no tool', by: 'model' },
  refusedAs:
    /response_?(?:format|mime_?type|schema|json_?schema)|response mime type|json_schema|output_?(?:config|format)|text\.format|structured/iu,
};
