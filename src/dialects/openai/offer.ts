/** The tools and tool choice of a request, under the field names that both of OpenAI's dialects use. */
import type { ToolChoice } from '../../reading/reading.ts';
import type { CustomTool, Scenario, ScenarioTool } from '../../scenarios/scenario.ts';
import type { Json, JsonObject } from '../../text/json.ts';

/** Returns no fields if the scenario has no tools. */
export function offerOf(
  { tools, customTools = [], toolChoice, parallelCalls }: Scenario,
  toolField: (tool: ScenarioTool) => JsonObject,
  customField: (tool: CustomTool) => JsonObject,
  choiceField: (choice: ToolChoice) => Json,
): JsonObject {
  if (tools.length + customTools.length === 0) return {};
  return {
    tools: [...tools.map(toolField), ...customTools.map(customField)],
    tool_choice: choiceField(toolChoice ?? { kind: 'auto' }),
    ...(parallelCalls === undefined ? {} : { parallel_tool_calls: parallelCalls }),
  };
}
