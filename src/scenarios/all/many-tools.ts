import type { Scenario, ScenarioTool } from '../scenario.ts';
import { calls, says } from '../script.ts';

const TOOLS = 64;

/** Many tools whose names differ only in a number. The right one must be called, under its own name. */
export const manyTools: Scenario = {
  id: 'many-tools',
  title: '64 tools on offer',
  order: 60,
  checks: ['arguments/known-tool', 'deltas/name-first', 'roundtrip/result-used'],
  system: 'You are a helpful assistant.',
  prompts: ['Read sensor 47 in celsius, then tell me its temperature.'],
  tools: Array.from({ length: TOOLS }, (_, index) => sensor(index + 1)),
  maxTokens: 2000,
  maxTurns: 4,
  facts: [['18.47', '18,47']],
  script: [
    calls({ name: 'read_sensor_47', arguments: { unit: 'celsius' } }),
    says(([degrees]) => `Sensor 47 reads ${degrees} °C.`),
  ],
};

function sensor(number: number): ScenarioTool {
  const name = String(number).padStart(2, '0');
  return {
    name: `read_sensor_${name}`,
    description: `Reads the temperature of sensor ${number}`,
    parameters: {
      type: 'object',
      properties: { unit: { type: 'string', enum: ['celsius', 'fahrenheit'] } },
      required: ['unit'],
      additionalProperties: false,
    },
    strict: false,
    result: `${18 + ((number * 7 + 21) % 50)}.${name}`,
  };
}
