import type { Scenario } from '../scenario.ts';
import { calls } from '../script.ts';
import { cityWeather, localTime, weatherIn } from '../tools/city.ts';

/** One id in the form of each of four dialects. */
const FOREIGN = {
  oslo: 'toolu_01Jm4RzK8wYp2VtXq6BnLc9D',
  bergen: 'call_Hq7Zt2LxWm9Rk4Vd8Np3Sy6B',
  osloTime: 'fc_0a6d3f81b7c24e5968d0f1a2b3c4d5e6',
  bergenTime: 'k3v9q1zx',
};

/**
 * Continues a conversation of several turns from elsewhere: with one more call, and an answer from old and new results.
 */
export const historyImport: Scenario = {
  id: 'history-import',
  title: 'A history that was recorded on other dialects is continued',
  order: 230,
  checks: [
    'roundtrip/foreign-id',
    'roundtrip/continues',
    'roundtrip/result-used',
    'ids/unique-in-conversation',
  ],
  system: 'You are a helpful assistant. Look every city up with the tools, each once.',
  prompts: ['Look up the weather in Oslo and in Bergen.'],
  history: [
    {
      role: 'assistant',
      text: 'I look both up.',
      calls: [
        { id: FOREIGN.oslo, name: 'weather', arguments: '{"location":"Oslo"}' },
        { id: FOREIGN.bergen, name: 'weather', arguments: '{"location":"Bergen"}' },
      ],
    },
    { role: 'tool', answers: FOREIGN.oslo, text: '21.6 °C, clear' },
    { role: 'tool', answers: FOREIGN.bergen, text: '12.4 °C, rain' },
    { role: 'assistant', text: 'I have both. What do you want to know?' },
    { role: 'user', text: 'Look up the local time in both cities first.' },
    {
      role: 'assistant',
      calls: [
        { id: FOREIGN.osloTime, name: 'local_time', arguments: '{"zone":"Europe/Oslo"}' },
        { id: FOREIGN.bergenTime, name: 'local_time', arguments: '{"zone":"Europe/Oslo"}' },
      ],
    },
    { role: 'tool', answers: FOREIGN.osloTime, text: '09:47' },
    { role: 'tool', answers: FOREIGN.bergenTime, text: '09:47' },
    { role: 'assistant', text: 'The clocks of the two agree.' },
    {
      role: 'user',
      text: 'Now look up the weather in Tromsø, then say the temperatures of Oslo and Tromsø in one sentence.',
    },
  ],
  tools: [
    cityWeather([
      { argument: 'location', holds: 'Oslo', result: '21.6 °C, clear' },
      { argument: 'location', holds: 'Bergen', result: '12.4 °C, rain' },
      { argument: 'location', holds: 'Troms', result: '17.3 °C, fog' },
    ]),
    localTime('09:47'),
  ],
  maxTokens: 2000,
  maxTurns: 4,
  facts: [
    ['21.6', '21,6'],
    ['17.3', '17,3'],
  ],
  foreignIds: Object.values(FOREIGN),
  script: [
    calls(weatherIn('Tromsø')),
    (results) => ({ text: `In Oslo it is ${results[0]}, and in Tromsø it is ${results.at(-1)}.` }),
  ],
};
