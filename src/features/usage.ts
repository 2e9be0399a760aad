import { type Feature, failingAt } from './deciding/feature.ts';

export const usage: Feature = {
  id: 'usage',
  order: 200,
  question: 'Do the token counts add up, streamed too?',
  label: 'usage',
  scenarios: 'all',
  breaks: [failingAt('MUST', 'usage/*')],
  awkward: [failingAt('SHOULD', 'usage/*')],
  shownBy: ['usage/present'],
  notShown: { reason: 'no conversation asked for token counts', by: 'request' },
};
