import { type Feature, failing } from './deciding/feature.ts';

export const pinning: Feature = {
  id: 'pinning',
  order: 220,
  question: 'Am I served by whom I asked for?',
  label: 'pinning',
  scenarios: 'all',
  breaks: [failing('routing/pinned')],
  awkward: [failing('routing/provider-reported')],
  shownBy: ['routing/pinned'],
  notShown: { reason: 'no conversation asked for one upstream', by: 'request' },
};
