/** Tools that several scenarios share, and calls of them: the weather and the time of day in a city. */
import type { ResultFor, ScenarioTool } from '../scenario.ts';
import type { SaidCall } from '../script.ts';

/** @param result the result for all cities, or by city */
export function cityWeather(result: string | readonly ResultFor[]): ScenarioTool {
  return {
    name: 'weather',
    description: 'The current weather in a city',
    parameters: {
      type: 'object',
      properties: {
        location: { type: 'string', description: 'the city' },
        unit: { type: 'string', enum: ['celsius', 'fahrenheit'] },
      },
      required: ['location'],
      additionalProperties: false,
    },
    strict: false,
    result,
  };
}

export function localTime(result: string): ScenarioTool {
  return {
    name: 'local_time',
    description: 'The time of day, here or in another time zone',
    parameters: {
      type: 'object',
      properties: { zone: { type: 'string', description: 'an IANA time zone, such as Europe/Oslo' } },
      additionalProperties: false,
    },
    strict: false,
    result,
  };
}

/** Returns the call for the weather in a city. */
export function weatherIn(location: string): SaidCall {
  return { name: 'weather', arguments: { location, unit: 'celsius' } };
}

export const OSLO_TIME: SaidCall = { name: 'local_time', arguments: { zone: 'Europe/Oslo' } };
