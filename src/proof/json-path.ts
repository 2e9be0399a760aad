/** Reading and writing a JSON value by its path, such as `choices[0].delta.tool_calls[0].id`. */

import { type Draft, isDraft } from '../answers/script.ts';
import type { Json } from '../text/json.ts';

/** The value at the path; undefined where there is none. */
export function valueAt(root: Json, path: string): Json {
  return stepsOf(path).reduce<Json>((value, step) => (hasMembers(value) ? value[step] : undefined), root);
}

/** Writes the value at the path. @throws {Error} when there is nothing that could hold it. */
export function write(root: Json, path: string, value: Json): void {
  const { holder, last } = holderOf(root, path);
  holder[last] = value;
}

/** Takes the member at the path away. @throws {Error} when it is not there. */
export function take(root: Json, path: string): void {
  const { holder, last } = holderOf(root, path);
  if (Array.isArray(holder)) throw new Error(`${path} is an item of an array, and no member`);
  if (!Object.hasOwn(holder, last)) throw new Error(`there is no ${path} to take away`);
  delete holder[last];
}

/** Runs on every object inside the value, the value included. */
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

/** Arrays too: their items are members by number. */
function hasMembers(value: Json): value is Draft {
  return typeof value === 'object' && value !== null;
}
