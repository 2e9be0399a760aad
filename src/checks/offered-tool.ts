/** The tools on offer, as calls name them, and what they ask for. */
import type { OfferedTool, RequestReading } from '../reading/reading.ts';
import { isObject, type Json } from '../text/json.ts';

/** By name; of several with one name the first counts. */
export function toolsByName({ tools }: RequestReading): ReadonlyMap<Json, OfferedTool> {
  return new Map(tools.map((tool) => [tool.name, tool] as const).reverse());
}

export function requiresSomething(tool: OfferedTool | undefined): boolean {
  const required = isObject(tool?.parameters) ? tool.parameters['required'] : undefined;
  return Array.isArray(required) && required.length > 0;
}
