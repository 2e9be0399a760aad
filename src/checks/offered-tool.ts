/** Looks up the offered tools by the names in calls. */
import { type Finding, findingAt } from '../judge/check.ts';
import type { OfferedTool, RequestReading, ToolCall } from '../reading/reading.ts';
import { isObject, type Json } from '../text/json.ts';

/** The offered tools by name; the first of several with the same name counts. */
export function toolsByName({ tools }: RequestReading): ReadonlyMap<Json, OfferedTool> {
  return new Map(tools.map((tool) => [tool.name, tool] as const).reverse());
}

/** Returns true if a call of this name may have this type: `function`, or the type of the tool in the request. */
export function isTypeOf(type: Json, name: Json, request: () => RequestReading): boolean {
  if (type === 'function') return true;
  return typeof type === 'string' && toolsByName(request()).get(name)?.type === type;
}

export function requiresSomething(tool: OfferedTool | undefined): boolean {
  const required = isObject(tool?.parameters) ? tool.parameters['required'] : undefined;
  return Array.isArray(required) && required.length > 0;
}

/**
 * The finding for a function that is called as a custom tool, or the reverse. The provider is charged: the model only names
 * what it calls, and the server's parser makes the call.
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
