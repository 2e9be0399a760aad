import { type Feature, failing } from './deciding/feature.ts';

export const storedHistory: Feature = {
  id: 'stored-history',
  order: 160,
  question: 'Does the server keep the history?',
  label: 'stored history',
  scenarios: ['stored-history'],
  breaks: [failing('roundtrip/previous-response')],
  awkward: [],
  shownBy: ['roundtrip/previous-response'],
  refusedAs: /previous_response_id|\bstore\b/iu,
};
