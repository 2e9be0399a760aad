import { type Feature, failing } from './deciding/feature.ts';

export const severalTurns: Feature = {
  id: 'several-turns',
  order: 40,
  question: 'Chains of calls over several turns?',
  label: 'several turns',
  scenarios: ['sequential-calls', 'three-turns', 'long-loop'],
  breaks: [failing('ids/unique-in-conversation', 'ids/echo-accepted', 'roundtrip/continues')],
  awkward: [failing('usage/grows')],
  shownBy: ['ids/unique-in-conversation', 'roundtrip/continues'],
  leastExchanges: 3,
  notShown: { reason: 'the model did not call in several turns', by: 'model' },
};
