import type { Scenario } from '../scenario.ts';
import { says } from '../script.ts';
import { cityWeather, localTime } from '../tools/city.ts';

/** One id in the form of some inference engines, and one in the form of another dialect. */
const FOREIGN = { weather: 'functions.weather:0', time: 'toolu_01XQ7pK9vN2mR4tY8wL3zB6c' };

/** The conversation started at another provider. Its history contains the ids of that provider. */
export const foreignIds: Scenario = {
  id: 'foreign-ids',
  title: 'A history with the ids of other providers',
  order: 220,
  checks: ['roundtrip/foreign-id', 'roundtrip/continues', 'ids/unique-in-conversation'],
  system: 'You are a helpful assistant.',
  prompts: ['Report the weather and the local time in Oslo in one sentence.'],
  history: [
    {
      role: 'assistant',
      calls: [
        { id: FOREIGN.weather, name: 'weather', arguments: '{"location":"Oslo"}' },
        { id: FOREIGN.time, name: 'local_time', arguments: '{"zone":"Europe/Oslo"}' },
      ],
    },
    { role: 'tool', answers: FOREIGN.weather, text: '21 °C, clear' },
    { role: 'tool', answers: FOREIGN.time, text: '09:47' },
  ],
  tools: [cityWeather('21 °C, clear'), localTime('09:47')],
  maxTokens: 2000,
  maxTurns: 3,
  facts: [['21'], ['09:47', '9:47']],
  foreignIds: Object.values(FOREIGN),
  script: [says(([sky, clock]) => `The weather in Oslo is ${sky}, and it is ${clock} there.`)],
};
