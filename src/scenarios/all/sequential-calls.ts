import type { Scenario } from '../scenario.ts';
import { calls, member, says } from '../script.ts';

/** The second call needs what the first one returned. */
export const sequentialCalls: Scenario = {
  id: 'sequential-calls',
  title: 'Two calls, the second with the result of the first',
  order: 70,
  checks: [
    'ids/unique-in-conversation',
    'ids/echo-accepted',
    'roundtrip/continues',
    'roundtrip/result-used',
    'usage/grows',
    'cost/rate-stable',
    'routing/stable',
  ],
  system: 'You are a helpful assistant. Never guess a station id.',
  prompts: ['Find the weather station of Tromsø, then read that station, then tell me the temperature.'],
  tools: [
    {
      name: 'find_station',
      description: 'Finds the id of the weather station in a city',
      parameters: {
        type: 'object',
        properties: { city: { type: 'string' } },
        required: ['city'],
        additionalProperties: false,
      },
      strict: false,
      result: '{"station": "ST-7Q4X"}',
    },
    {
      name: 'read_station',
      description: 'Reads the temperature of the weather station with this id',
      parameters: {
        type: 'object',
        properties: { station: { type: 'string', description: 'the id of the station' } },
        required: ['station'],
        additionalProperties: false,
      },
      strict: false,
      result: [{ argument: 'station', holds: 'ST-7Q4X', result: '{"celsius": 8.6}' }],
    },
  ],
  maxTokens: 2000,
  maxTurns: 5,
  facts: [['8.6', '8,6']],
  script: [
    calls({ name: 'find_station', arguments: { city: 'Tromsø' } }),
    ([found]) => ({ calls: [{ name: 'read_station', arguments: { station: member(found, 'station') } }] }),
    says(([, reading]) => `The station of Tromsø reads ${member(reading, 'celsius')} °C.`),
  ],
};
