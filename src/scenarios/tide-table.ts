/** A tool that two scenarios offer: the hour of high tide in a harbour. */
import type { ScenarioTool } from './scenario.ts';

export function highTide(result: string): ScenarioTool {
  return {
    name: 'high_tide',
    description: 'The hour of the next high tide in a harbour, and its height',
    parameters: {
      type: 'object',
      properties: { harbour: { type: 'string' } },
      required: ['harbour'],
      additionalProperties: false,
    },
    strict: false,
    result,
  };
}
