import type { Feature } from './deciding/feature.ts';

export const dropIn: Feature = {
  id: 'drop-in',
  order: 230,
  question: 'Would a strict client of this API notice anything odd?',
  label: 'drop-in',
  scenarios: 'all',
  breaks: 'rest',
  awkward: 'rest',
};
