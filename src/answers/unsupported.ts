/** Refuses unsupported parameters by name, because ignoring a parameter would break a promise to the client. */
import { isPresent } from '../reading/presence.ts';
import type { JsonObject } from '../text/json.ts';
import { invalidRequest, type Refusal } from './refusal.ts';

/**
 * Refuses the first parameter that is not supported.
 *
 * @param parameters the parameters by name; null and false values are ignored
 * @param within the path of the object with the parameters; empty for the body itself
 */
export function unsupported(
  parameters: JsonObject,
  supported: ReadonlySet<string>,
  within = '',
): Refusal | null {
  const name = Object.keys(parameters).find(
    (each) => !supported.has(each) && isPresent(parameters[each]) && parameters[each] !== false,
  );
  if (name === undefined) return null;
  const path = within === '' ? name : `${within}.${name}`;
  return invalidRequest(`Unsupported parameter: ${path}.`, path);
}

/** Splits a text into names, separated by white space. */
export function names(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/u));
}
