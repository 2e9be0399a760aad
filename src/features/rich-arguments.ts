import { type Feature, failing, sampledBy } from './deciding/feature.ts';

export const richArguments: Feature = {
  id: 'rich-arguments',
  order: 100,
  question: 'Nested, typed, quoted and Unicode arguments intact?',
  label: 'rich args',
  scenarios: ['typed-arguments', 'large-arguments'],
  // Includes the checks of dialects whose arguments are not a string.
  breaks: [
    failing(
      'arguments/string',
      'arguments/whole',
      'framing/utf-8',
      'framing/no-replacement',
      'deltas/no-resend',
      'items/arguments-sum',
      'items/arguments-done',
      'blocks/tool-input-key',
      'blocks/input-by-delta',
      'parts/call-name',
    ),
  ],
  awkward: [sampledBy('arguments/json', 'arguments/schema', 'arguments/no-duplicate-keys')],
  shownBy: ['arguments/object'],
  askedByScenarioAlone: true,
  notShown: { reason: 'the model called no tool', by: 'model' },
  refusedAs: /\bschema\b|\$ref|\banyOf\b|\boneOf\b/u,
};
