import type { Scenario } from '../scenario.ts';
import { calls, says } from '../script.ts';

/** The tool fails. An error is a result like any other. */
export const toolError: Scenario = {
  id: 'tool-error',
  title: 'The tool returns an error',
  order: 120,
  checks: ['roundtrip/continues', 'roundtrip/result-used', 'finish/not-empty', 'ids/unique-in-conversation'],
  system: 'You are a helpful assistant. Try a tool once; never call it again when it failed.',
  prompts: ['Read the greenhouse sensor. If that fails, tell me the error code.'],
  tools: [
    {
      name: 'read_greenhouse_sensor',
      description: 'Reads a quantity from the greenhouse sensor',
      parameters: {
        type: 'object',
        properties: { quantity: { type: 'string', enum: ['temperature', 'humidity'] } },
        required: ['quantity'],
        additionalProperties: false,
      },
      strict: false,
      result: '{"error": {"code": "E-4071", "message": "the sensor is offline"}}',
    },
  ],
  maxTokens: 2000,
  maxTurns: 5,
  facts: [['4071']],
  script: [
    calls({ name: 'read_greenhouse_sensor', arguments: { quantity: 'temperature' } }),
    says(([failure]) => `The sensor could not be read. It returned ${failure}.`),
  ],
};
