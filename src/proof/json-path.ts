/** Reads and writes JSON values by path, such as `choices[0].delta.tool_calls[0].id`. */

import { type Draft, isDraft } from '../answers/script.ts';
import type { Json } from '../text/json.ts';

/** Returns the value at the path, or undefined. */
export function valueAt(root: Json, path: string): Json {
  return stepsOf(path).reduce<Json>((value, step) => (hasMembers(value) ? value[step] : undefined), root);
}

/**
 * Writes the value at the path.
 *
 * @throws {Error} when its parent is not an object or array
 */
export function write(root: Json, path: string, value: Json): void {
  const { holder, last } = holderOf(root, path);
  holder[last] = value;
}

/**
 * Removes the member at the path.
 *
 * @throws {Error} when the member does not exist, or is an item of an array
 */
export function take(root: Json, path: string): void {
  const { holder, last } = holderOf(root, path);
  if (Array.isArray(holder)) throw new Error(`${path} is an item of an array, and no member`);
  if (!Object.hasOwn(holder, last)) throw new Error(`there is no ${path} to take away`);
  delete holder[last];
}

/** Visits every object inside the value, including the value itself. */
export function eachObject(value: Json, visit: (object: Draft) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) eachObject(item, visit);
  } else if (isDraft(value)) {
    visit(value);
    for (const item of Object.values(value)) eachObject(item, visit);
  }
}

function stepsOf(path: string): string[] {
  return path.split(/[.[\]]+/u).filter((step) => step !== '');
}

function holderOf(root: Json, path: string): { holder: Draft; last: string } {
  const steps = stepsOf(path);
  const last = steps.pop();
  const holder = valueAt(root, steps.join('.'));
  if (last === undefined || !hasMembers(holder)) throw new Error(`nothing can hold ${path}`);
  return { holder, last };
}

/** Also true for arrays, whose items are members by index. */
function hasMembers(value: Json): value is Draft {
  return typeof value === 'object' && value !== null;
}
