/** The parts of the dialogues: the offered tools, their calls, and the answers of the model. */

import { type Answer, type AnsweredCall, tokens } from '../answers/answer.ts';
import type { ScenarioTool } from '../scenarios/scenario.ts';

/** A key that belongs to no account. */
export const CREDENTIAL = 'key-of-no-account-4f1d2c7b90';
export const MODEL = 'conforming-1';
export const SYSTEM = 'You are a helpful assistant.';
export const WEATHER_PROMPT = 'What is the weather in Oslo?';

export const WEATHER_CALL: AnsweredCall = {
  id: 'call_kT3vQ9xLw2RbYz7NcHs5Jd8e',
  name: 'weather',
  arguments: '{"location":"Oslo","unit":"celsius"}',
};
/** An integer that a double cannot represent; `ROUNDED_NUMBER` is its rounded value. */
export const LONG_NUMBER = '9007199254740993';
export const ROUNDED_NUMBER = '9007199254740992';

export const TIME_CALL: AnsweredCall = {
  id: 'call_pM6gA1uFo4WiXe0KtVq3Bn9h',
  name: 'local_time',
  arguments: '{"zone":"Europe/Oslo"}',
};
export const BERGEN_CALL: AnsweredCall = {
  id: 'call_bD2yJ8sCf5TmPa6GrEz4Uk1x',
  name: 'weather',
  arguments: '{"location":"Bergen"}',
};
/** An id in the form of some providers. */
export const FOREIGN_ID = 'functions.weather:0';

export const TOOLS: readonly ScenarioTool[] = [
  {
    name: 'weather',
    description: 'The current weather in a city',
    parameters: {
      type: 'object',
      properties: {
        location: { type: 'string', description: 'The city' },
        unit: { type: 'string', enum: ['celsius', 'fahrenheit'] },
      },
      required: ['location'],
      additionalProperties: false,
    },
    strict: false,
    result: [
      { argument: 'location', holds: 'Oslo', result: '21 °C, clear' },
      { argument: 'location', holds: 'Bergen', result: '12 °C, rain' },
    ],
  },
  {
    name: 'local_time',
    description: 'The time of day, here or in another zone',
    parameters: {
      type: 'object',
      properties: { zone: { type: 'string' } },
      additionalProperties: false,
    },
    strict: false,
    result: '09:30',
  },
];

/** Returns the tool's result for a call of the dialogues. */
export function resultOf({ name, arguments: text }: Omit<AnsweredCall, 'id'>): string {
  const result = TOOLS.find((tool) => tool.name === name)?.result ?? '';
  return typeof result === 'string'
    ? result
    : (result.find(({ holds }) => text.includes(holds))?.result ?? '');
}

export const CALLING: Answer = { calls: [WEATHER_CALL], finish: 'tool_calls', usage: tokens(80, 18) };
export const CALLING_BOTH: Answer = {
  calls: [WEATHER_CALL, TIME_CALL],
  finish: 'tool_calls',
  usage: tokens(84, 34),
};
export const CALLING_TIME: Answer = { calls: [TIME_CALL], finish: 'tool_calls', usage: tokens(120, 16) };
export const GREETING: Answer = {
  text: 'Good morning! How can I help?',
  finish: 'stop',
  usage: tokens(70, 8),
};
export const REPORT: Answer = {
  text: 'It is 21 °C in Oslo, and clear.',
  finish: 'stop',
  usage: tokens(118, 12),
};
export const THINKING_AND_CALLING: Answer = {
  ...CALLING,
  reasoning: 'The user wants the weather, so I ask for it.',
  usage: tokens(80, 30, 12),
};
export const THINKING_AND_REPORTING: Answer = {
  ...REPORT,
  reasoning: 'The tool said 21 degrees.',
  usage: tokens(130, 20, 8),
};
export const BOTH_REPORT: Answer = {
  text: 'It is 21 °C in Oslo, and the clock there says 09:30.',
  finish: 'stop',
  usage: tokens(168, 20),
};
export const TWO_CITIES: Answer = {
  calls: [WEATHER_CALL, BERGEN_CALL],
  finish: 'tool_calls',
  usage: tokens(84, 34),
};
export const TWO_CITIES_REPORT: Answer = {
  text: 'In Oslo it is 21 °C, in Bergen 12 °C.',
  finish: 'stop',
  usage: tokens(168, 20),
};
