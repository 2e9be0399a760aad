/** The tool on offer that a call is of, and what it asks for. */
import type { OfferedTool, RequestReading, ToolCall } from '../reading/reading.ts';
import { isObject } from '../text/json.ts';

export function toolOf(call: ToolCall, { tools }: RequestReading): OfferedTool | undefined {
  return tools.find(({ name }) => name === call.name?.value);
}

export function requiresSomething(tool: OfferedTool | undefined): boolean {
  const required = isObject(tool?.parameters) ? tool.parameters['required'] : undefined;
  return Array.isArray(required) && required.length > 0;
}
