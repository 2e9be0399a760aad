/** Unions, as this dialect writes them: an object whose one member says by its name what it is. */
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';

/** What may stand beside the members of a union without being one. */
const NO_MEMBERS: ReadonlySet<string> = new Set(['p']);

/** The name of the first member that is set; empty where none is. */
export function memberOf(union: Json): string {
  if (!isObject(union)) return '';
  for (const name in union) if (isMember(union, name)) return name;
  return '';
}

/** How many members are set: one, in a union that is sound. */
export function memberCount(union: JsonObject): number {
  let count = 0;
  for (const name in union) if (isMember(union, name)) count += 1;
  return count;
}

function isMember(union: JsonObject, name: string): boolean {
  return !NO_MEMBERS.has(name) && union[name] !== undefined && union[name] !== null;
}

/** A member that is an object; an empty one where it is none. */
export function objectIn(holder: Json, name: string): JsonObject {
  const value = isObject(holder) ? holder[name] : undefined;
  return isObject(value) ? value : {};
}
