import { type Feature, failing, sampledBy } from './deciding/feature.ts';

export const noArguments: Feature = {
  id: 'no-arguments',
  order: 90,
  question: 'Tools without arguments?',
  label: 'no args',
  scenarios: ['no-arguments'],
  // Dialects differ in the form of arguments (a string or an object). Each has its own check of that form.
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
