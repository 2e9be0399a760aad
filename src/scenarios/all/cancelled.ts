import type { Scenario } from '../scenario.ts';
import { calls, says } from '../script.ts';
import { cityWeather, weatherIn } from '../tools/city.ts';

/** The client hangs up during the first answer. This must not affect the next request. */
export const cancelled: Scenario = {
  id: 'cancelled',
  title: 'The client hangs up, and asks again',
  order: 290,
  checks: [
    'errors/none-midstream',
    'errors/not-in-200',
    'finish/present',
    'framing/done',
    'roundtrip/result-used',
  ],
  system: 'You are a helpful assistant. Look the weather up with the tool.',
  prompts: ['What is the weather in Reykjavík?'],
  tools: [cityWeather('6.2 °C, sleet')],
  hangUpAfter: 200,
  maxTokens: 2000,
  maxTurns: 4,
  facts: [['6.2', '6,2']],
  script: [calls(weatherIn('Reykjavík')), says(([sky]) => `It is ${sky} in Reykjavík.`)],
};
