import { type Feature, failing } from './deciding/feature.ts';

export const choiceNone: Feature = {
  id: 'choice-none',
  order: 50,
  question: 'Does tool_choice none forbid calls?',
  label: 'choice none',
  scenarios: ['choice-none'],
  breaks: [failing('choice/*')],
  awkward: [failing('finish/*')],
  shownBy: ['choice/none'],
  refusedAs: /tool[_ ]?choice|toolConfig|function_calling_config|functionCallingConfig/iu,
  declaredAs: 'tool-choice-none',
};
