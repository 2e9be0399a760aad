import { type Feature, failing, sampledBy } from './deciding/feature.ts';

export const noArguments: Feature = {
  id: 'no-arguments',
  order: 90,
  question: 'Tools without arguments?',
  label: 'no args',
  scenarios: ['no-arguments'],
  // Not every dialect has arguments that are a string, or a check of what it has in their place.
  breaks: [
    failing(
      'arguments/string',
      'deltas/arguments-string',
      'items/arguments-sum',
      'items/arguments-done',
      'blocks/tool-input-key',
      'blocks/input-by-delta',
      'parts/call-name',
      'roundtrip/continues',
    ),
  ],
  awkward: [sampledBy('arguments/empty')],
  shownBy: ['arguments/string', 'deltas/arguments-string', 'arguments/empty', 'arguments/object'],
  askedByScenarioAlone: true,
  notShown: { reason: 'the model called no tool', by: 'model' },
};
