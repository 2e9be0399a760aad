import { type Feature, failingAt } from './deciding/feature.ts';

export const cost: Feature = {
  id: 'cost',
  order: 210,
  question: 'Is the price told, and true?',
  label: 'cost',
  scenarios: 'all',
  breaks: [failingAt('MUST', 'cost/*')],
  awkward: [failingAt('SHOULD', 'cost/*')],
  shownBy: ['cost/*'],
  notShown: { reason: 'this API promises no prices', by: 'request' },
  declaredAs: 'cost',
};
