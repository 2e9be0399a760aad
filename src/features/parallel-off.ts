import { type Feature, failing } from './deciding/feature.ts';

export const parallelOff: Feature = {
  id: 'parallel-off',
  order: 30,
  question: 'Can I switch several calls at once off?',
  label: 'parallel off',
  scenarios: ['parallel-off'],
  breaks: [failing('choice/parallel-off')],
  awkward: [],
  shownBy: ['choice/parallel-off'],
  refusedAs: /parallel_tool_calls|disable_parallel_tool_use|parallel (?:tool|function) (?:calls?|use)/iu,
  declaredAs: 'parallel-tool-calls-off',
};
