/** What a provider has not is refused by name: a parameter that is ignored is a promise that nobody keeps. */
import { isPresent } from '../reading/presence.ts';
import type { JsonObject } from '../text/json.ts';
import { invalidRequest, type Refusal } from './refusal.ts';

/**
 * The first parameter that is none of those.
 *
 * @param parameters by name; those that are null or false ask for nothing
 * @param within the path that the names stand under; empty for the body itself
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

/** Names that stand one after the other in a text. */
export function names(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/u));
}
