/** A tool that two scenarios share, and their script: the hour of high tide in a harbour. */
import type { ScenarioTool } from '../scenario.ts';
import { type Move, member } from '../script.ts';

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

/** Returns two answers with thoughts: a call, then the departure time of a boat that needs `hours` to the harbour. */
export function boatDeparture(harbour: string, hours: number): readonly Move[] {
  return [
    () => ({
      reasoning: `The boat leaves ${hours} hours before the tide, and the tide is for the tool to say.`,
      calls: [{ name: 'high_tide', arguments: { harbour } }],
    }),
    ([found]) => ({
      reasoning: `High tide is at ${member(found, 'at')}, and the way takes ${hours} hours.`,
      text: `It must leave ${hours} hours before ${member(found, 'at')}; the tide is ${member(found, 'metres')} m high.`,
    }),
  ];
}
