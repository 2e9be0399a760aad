/** The tools on offer, as calls name them, and what they ask for. */
import { type Finding, findingAt } from '../judge/check.ts';
import type { OfferedTool, RequestReading, ToolCall } from '../reading/reading.ts';
import { isObject, type Json } from '../text/json.ts';

/** By name; of several with one name the first counts. */
export function toolsByName({ tools }: RequestReading): ReadonlyMap<Json, OfferedTool> {
  return new Map(tools.map((tool) => [tool.name, tool] as const).reverse());
}

/** Whether a call of this name may have this type: `function`, or what the request calls the tool. */
export function isTypeOf(type: Json, name: Json, request: () => RequestReading): boolean {
  if (type === 'function') return true;
  return typeof type === 'string' && toolsByName(request()).get(name)?.type === type;
}

export function requiresSomething(tool: OfferedTool | undefined): boolean {
  const required = isObject(tool?.parameters) ? tool.parameters['required'] : undefined;
  return Array.isArray(required) && required.length > 0;
}

/**
 * A function that is called as a custom tool, or the other way round: the model says what it calls, and who reads its
 * words makes a call of them.
 */
export function mistakenKind(
  { name, isFunction, event, path }: ToolCall,
  { tools, customTools = [] }: RequestReading,
): Finding[] {
  const isNamed = (tool: { readonly name: string }) => tool.name === name?.value;
  const [own, other] = isFunction ? [tools, customTools] : [customTools, tools];
  if (own.some(isNamed) || !other.some(isNamed)) return [];
  const [called, offered] = isFunction ? ['function', 'custom tool'] : ['custom tool', 'function'];
  const seen = { event, path, value: name?.value };
  return [
    {
      ...findingAt(seen, `it is called as a ${called}`, `a call of a ${offered}`),
      subject: 'provider',
    },
  ];
}
