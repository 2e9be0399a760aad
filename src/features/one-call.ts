import { type CheckPattern, type Feature, failing, failingAt } from './deciding/feature.ts';

const ENVELOPE = [
  'framing/*',
  'shape/chunk',
  'shape/completion',
  'shape/tool-calls',
  'shape/tool-calls-misplaced',
  'shape/tool-calls-absent',
  'deltas/*',
  'items/*',
  'blocks/*',
  'parts/*',
] as const satisfies readonly CheckPattern[];

export const oneCall: Feature = {
  id: 'one-call',
  order: 10,
  question: 'Does one tool call work, there and back?',
  label: 'one call',
  scenarios: ['weather', 'secret-word'],
  breaks: [
    failingAt('MUST', ...ENVELOPE),
    failing(
      'ids/present',
      'ids/echo-accepted',
      'arguments/string',
      'arguments/no-markup',
      'finish/present',
      'finish/known',
      'finish/tool-calls',
      'roundtrip/continues',
    ),
  ],
  awkward: [failingAt('SHOULD', ...ENVELOPE)],
  shownBy: ['ids/present', 'parts/call-name', 'roundtrip/continues'],
  notShown: { reason: 'the model called no tool', by: 'model' },
  refusedAs:
    /\b(?:support|allow|enable|provide)\w*\b.{0,40}\b(?:tools?|functions?)\b|\b(?:tools?|functions?)\b.{0,40}\b(?:not|un)[ -]?(?:supported|available|allowed)/iu,
};
