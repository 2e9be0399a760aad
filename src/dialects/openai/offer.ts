/** What a request offers, under the field names of both of OpenAI's dialects. */
import type { ToolChoice } from '../../reading/reading.ts';
import type { Scenario, ScenarioTool } from '../../scenarios/scenario.ts';
import type { Json, JsonObject } from '../../text/json.ts';

/** Nothing where the scenario has no tools. */
export function offerOf(
  { tools, toolChoice, parallelCalls }: Scenario,
  toolField: (tool: ScenarioTool) => JsonObject,
  choiceField: (choice: ToolChoice) => Json,
): JsonObject {
  if (tools.length === 0) return {};
  return {
    tools: tools.map(toolField),
    tool_choice: choiceField(toolChoice ?? { kind: 'auto' }),
    ...(parallelCalls === undefined ? {} : { parallel_tool_calls: parallelCalls }),
  };
}
