import { type Feature, failing } from './deciding/feature.ts';

export const strictSchemas: Feature = {
  id: 'strict-schemas',
  order: 110,
  question: 'Are strict schemas enforced?',
  label: 'strict',
  scenarios: ['strict-schema'],
  breaks: [
    failing('errors/*', 'finish/present'),
    // Where `strict` was sent and accepted, the server promised that the sampling keeps to the schema: a MUST, and its own.
    { checks: ['arguments/schema'], levels: ['MUST'], subject: 'model' },
  ],
  awkward: [],
  shownBy: ['arguments/schema'],
  askedByScenarioAlone: true,
  notShown: { reason: 'the model called no tool', by: 'model' },
  refusedAs: /\bstrict\b/iu,
};
