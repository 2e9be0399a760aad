import { type Feature, failing } from './deciding/feature.ts';

export const strictSchemas: Feature = {
  id: 'strict-schemas',
  order: 110,
  question: 'Are strict schemas enforced?',
  label: 'strict',
  scenarios: ['strict-schema'],
  breaks: [
    failing('errors/*', 'finish/present'),
    // If the server accepts `strict`, it promises that the sampling follows the schema. A mismatch is then a MUST.
    { checks: ['arguments/schema'], levels: ['MUST'], subject: 'model' },
  ],
  awkward: [],
  shownBy: ['arguments/schema'],
  askedByScenarioAlone: true,
  notShown: { reason: 'the model called no tool', by: 'model' },
  refusedAs: /\bstrict\b/iu,
};
