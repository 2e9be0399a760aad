/** Parsed JSON, before anybody has looked at its shape. */

/** Parsed JSON of unknown shape. */
export type Json = unknown;
export type JsonObject = { readonly [key: string]: Json };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
