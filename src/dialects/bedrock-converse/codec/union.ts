/** Unions in this dialect: an object with one member, whose name is the type. */
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';

/** Members that may be in a union object without being part of the union. */
const NO_MEMBERS: ReadonlySet<string> = new Set(['p']);

/** Returns the name of the first member that is set; empty if none is. */
export function memberOf(union: Json): string {
  if (!isObject(union)) return '';
  for (const name in union) if (isMember(union, name)) return name;
  return '';
}

/** Returns how many members are set. A valid union has one. */
export function memberCount(union: JsonObject): number {
  let count = 0;
  for (const name in union) if (isMember(union, name)) count += 1;
  return count;
}

function isMember(union: JsonObject, name: string): boolean {
  return !NO_MEMBERS.has(name) && union[name] !== undefined && union[name] !== null;
}

/** Returns a member that is an object; an empty object if it is not one. */
export function objectIn(holder: Json, name: string): JsonObject {
  const value = isObject(holder) ? holder[name] : undefined;
  return isObject(value) ? value : {};
}
