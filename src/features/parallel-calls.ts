import { type Feature, failing } from './deciding/feature.ts';

export const parallelCalls: Feature = {
  id: 'parallel-calls',
  order: 20,
  question: 'Several calls at once?',
  label: 'parallel calls',
  scenarios: ['add-and-multiply', 'answers-reversed', 'ten-calls'],
  breaks: [
    failing(
      'ids/unique-in-response',
      'deltas/one-call-per-index',
      'deltas/none-after-finish',
      'items/identity',
      'blocks/one-open',
      'roundtrip/results-paired',
      'arguments/whole',
    ),
  ],
  awkward: [failing('deltas/index-from-zero')],
  shownBy: ['arguments/whole', 'roundtrip/results-paired', 'signatures/only-first'],
  notShown: { reason: 'the model never made two calls at once', by: 'model' },
};
