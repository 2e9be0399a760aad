import { type Feature, failing } from './deciding/feature.ts';

export const choiceRequired: Feature = {
  id: 'choice-required',
  order: 60,
  question: 'Does tool_choice required force a call?',
  label: 'choice required',
  scenarios: ['choice-required'],
  breaks: [failing('choice/*')],
  awkward: [failing('finish/*')],
  shownBy: ['choice/required'],
  refusedAs: /tool[_ ]?choice|toolConfig|function_calling_config|functionCallingConfig/iu,
  declaredAs: 'tool-choice-required',
};
