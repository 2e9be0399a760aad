/** The scenarios of trials. They are minimal. */
import type { Scenario, ScenarioMessage, ScenarioTool } from '../scenarios/scenario.ts';
import type { JsonObject } from '../text/json.ts';
import { jsonText } from '../text/json-text.ts';

export interface SmallScenario {
  readonly id: string;
  readonly prompt: string;
  readonly tools: readonly ScenarioTool[];
  readonly history?: readonly ScenarioMessage[];
  readonly maxTokens?: number;
  readonly reasoning?: true;
}

/** Enough for an answer of one word, with some tokens for thoughts before it. */
const ENOUGH_TOKENS = 256;

export function smallScenario({ id, prompt, maxTokens = ENOUGH_TOKENS, ...given }: SmallScenario): Scenario {
  return {
    id: `profile/${id}`,
    title: id,
    order: 0,
    checks: [],
    system: 'You are a helpful assistant. Be brief.',
    prompts: [prompt],
    maxTokens,
    maxTurns: 1,
    facts: [],
    ...given,
  };
}

export const SAY_OK = 'Reply with the word ok.';

const ONE_TEXT: JsonObject = {
  type: 'object',
  properties: { text: { type: 'string' } },
  required: ['text'],
};

export function tool(name: string, given: Partial<ScenarioTool> = {}): ScenarioTool {
  return {
    name,
    description: 'Keeps a text.',
    parameters: ONE_TEXT,
    strict: false,
    result: 'kept',
    ...given,
  };
}

/**
 * Returns a call and its result. The id of the call has a form that every provider accepts.
 *
 * @param number the number of the round, from 1
 */
export function roundOf(
  number: number,
  { arguments: given = { text: 'a' }, result = 'kept' }: { arguments?: JsonObject; result?: string } = {},
): ScenarioMessage[] {
  const id = idOf(number);
  return [
    { role: 'assistant', calls: [{ id, name: 'note', arguments: jsonText(given) }] },
    { role: 'tool', answers: id, text: result },
  ];
}

/**
 * Returns an id of a form that every provider accepts.
 *
 * @param number the number of the call, from 1
 */
export function idOf(number: number): string {
  return `call${String(number).padStart(5, '0')}`;
}
