import { type Feature, failing } from './deciding/feature.ts';

export const choiceNamed: Feature = {
  id: 'choice-named',
  order: 70,
  question: 'Does tool_choice with a name force that call?',
  label: 'choice named',
  scenarios: ['choice-named', 'choice-while-thinking'],
  breaks: [failing('choice/*')],
  awkward: [failing('finish/*')],
  shownBy: ['choice/named'],
  refusedAs: /tool[_ ]?choice|toolConfig|function_calling_config|functionCallingConfig/iu,
  declaredAs: 'tool-choice-named',
};
