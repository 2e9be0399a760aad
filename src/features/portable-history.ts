import { type Feature, failing } from './deciding/feature.ts';

export const portableHistory: Feature = {
  id: 'portable-history',
  order: 140,
  question: 'Can I bring a history from elsewhere?',
  label: 'foreign history',
  scenarios: ['foreign-ids', 'history-import'],
  breaks: [failing('roundtrip/foreign-id', 'ids/echo-accepted')],
  awkward: [failing('ids/portable')],
  shownBy: ['roundtrip/foreign-id'],
  refusedAs: /\bids?\b|_id\b/iu,
};
