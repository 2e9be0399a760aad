import { type Feature, failing } from './deciding/feature.ts';

export const clearErrors: Feature = {
  id: 'clear-errors',
  order: 190,
  question: 'Are my mistakes refused, in words that I can read?',
  label: 'clear errors',
  scenarios: ['malformed-request', 'unknown-model', 'orphan-result', 'nameless-result', 'unanswered-call'],
  breaks: [failing('errors/shape', 'errors/not-in-200', 'errors/no-secret')],
  awkward: [failing('roundtrip/orphan-rejected', 'roundtrip/unanswered-rejected', 'errors/code')],
  shownBy: ['errors/shape', 'errors/not-in-200'],
  notShown: { reason: 'nothing was refused', by: 'request' },
};
