/** Runs the script and the tools of a scenario, with a result for every call. */
import { isObject, type Json } from '../text/json.ts';
import type { Scenario, ScenarioTool } from './scenario.ts';
import type { SaidCall } from './script.ts';

/** Returns the result of a tool for these arguments; null when it has none. */
export function resultFor({ result }: Pick<ScenarioTool, 'result'>, given: Json): string | null {
  if (typeof result === 'string') return result;
  const fitting = result.find(({ argument, holds }) => {
    const value = isObject(given) ? given[argument] : undefined;
    return typeof value === 'string' && value.toLowerCase().includes(holds.toLowerCase());
  });
  return fitting?.result ?? null;
}

/** Returns the number of answers of the conversation. A script may have more, for longer conversations. */
export function answersIn(scenario: Scenario): number {
  const { script = [], prompts } = scenario;
  const results: string[] = [];
  let prompted = 1;
  for (const [at, move] of script.entries()) {
    const { calls = [] } = move(results);
    if (calls.length === 0 && prompted === prompts.length) return at + 1;
    if (calls.length === 0) prompted += 1;
    results.push(...calls.map((call) => returnedTo(call, scenario)));
  }
  return script.length;
}

function returnedTo(call: SaidCall, { tools, customTools = [] }: Scenario): string {
  if ('input' in call) return customTools.find(({ name }) => name === call.name)?.result ?? '';
  const tool = tools.find(({ name }) => name === call.name);
  return tool === undefined ? '' : (resultFor(tool, call.arguments) ?? '');
}
