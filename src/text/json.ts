/** Parsed JSON, before its shape is checked. */

/** Parsed JSON of unknown shape. */
export type Json = unknown;
export type JsonObject = { readonly [key: string]: Json };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A wire value as a word, to compare it with known words: a text as it is, a number or a boolean as in JSON. Any other
 * value gives an empty text. `String(value)` would throw for `{"toString": 1}`, and would turn the list `["stop"]` into
 * the word `stop`.
 */
export function wordOf(value: Json): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? `${value}` : '';
}

/** A number as it is, a text as `Number` reads it; NaN for anything else. */
export function numberOf(value: Json): number {
  return typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
}
