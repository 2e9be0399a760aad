import { type Feature, failing } from './deciding/feature.ts';

export const choiceAllowed: Feature = {
  id: 'choice-allowed',
  order: 80,
  question: 'Does tool_choice keep to the tools that it allows?',
  label: 'choice allowed',
  scenarios: ['choice-allowed'],
  breaks: [failing('choice/*')],
  awkward: [failing('finish/*')],
  shownBy: ['choice/allowed', 'choice/named'],
  askedByScenarioAlone: true,
  refusedAs: /tool[_ ]?choice|toolConfig|function_calling_config|functionCallingConfig/iu,
};
