import { type Feature, failing, sampledBy } from './deciding/feature.ts';

export const cancellation: Feature = {
  id: 'cancellation',
  order: 180,
  question: 'Can I hang up and go on?',
  label: 'hang up',
  scenarios: ['cancelled', 'concurrent'],
  breaks: [
    failing(
      'errors/none-midstream',
      'errors/not-in-200',
      'finish/present',
      'framing/done',
      'ids/echo-accepted',
      'ids/unique-in-response',
    ),
  ],
  awkward: [sampledBy('roundtrip/result-used')],
  shownBy: ['finish/present', 'roundtrip/continues'],
  askedByScenarioAlone: true,
};
