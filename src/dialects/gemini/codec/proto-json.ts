/**
 * ProtoJSON: names in requests may be in lowerCamelCase or snake_case, enums may be numbers, and fields with their
 * default value are omitted (https://protobuf.dev/programming-guides/json/). In place of a list, Google's parser also
 * accepts its only element, as Google's examples write it (`"contents": {"role": "USER", "parts": {"text": ...}}`).
 */

import { isPresent, listOf } from '../../../reading/presence.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import type { GeminiVariant } from './address.ts';

/** Returns a field of a request by its lowerCamelCase name, in either spelling; undefined if it is absent. */
export function field(json: JsonObject, name: string): Json {
  const value = json[name] ?? json[snakeCase(name)];
  return isPresent(value) ? value : undefined;
}

/** Returns a message field of a request; empty if it is absent. */
export function message(json: JsonObject, name: string): JsonObject {
  const value = field(json, name);
  return isObject(value) ? value : {};
}

/** Returns the elements of a list, or the single value in place of a list. */
export function elementsOf(value: Json): readonly Json[] {
  return isPresent(value) && !Array.isArray(value) ? [value] : listOf(value);
}

export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}

export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/gu, (_, letter: string) => letter.toUpperCase());
}

/**
 * The numbers in Google's client of v1beta (`google-ai-generativelanguage`, `Candidate.FinishReason`), which ends at
 * 12.
 */
const FINISH_REASONS = [
  ...['', 'STOP', 'MAX_TOKENS', 'SAFETY', 'RECITATION', 'OTHER', 'LANGUAGE', 'BLOCKLIST'],
  ...['PROHIBITED_CONTENT', 'SPII', 'MALFORMED_FUNCTION_CALL', 'IMAGE_SAFETY', 'UNEXPECTED_TOOL_CALL'],
];
/** Vertex AI uses different numbers from 6 on (`google-cloud-aiplatform`, `Candidate.FinishReason`). */
const VERTEX_FINISH_REASONS = [
  ...['', 'STOP', 'MAX_TOKENS', 'SAFETY', 'RECITATION', 'OTHER', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII'],
  ...['MALFORMED_FUNCTION_CALL', 'MODEL_ARMOR', 'IMAGE_SAFETY', 'IMAGE_PROHIBITED_CONTENT'],
  ...['IMAGE_RECITATION', 'IMAGE_OTHER', 'UNEXPECTED_TOOL_CALL', 'NO_IMAGE'],
];

/** Returns the name of a numeric finish reason. Unknown values stay unchanged, and 0 means no reason. */
export function finishName(value: Json, variant: GeminiVariant): Json {
  if (typeof value !== 'number') return value;
  if (value === 0) return null;
  return (variant === 'vertex' ? VERTEX_FINISH_REASONS : FINISH_REASONS)[value] ?? value;
}

const MODES = ['MODE_UNSPECIFIED', 'AUTO', 'ANY', 'NONE', 'VALIDATED'];

export function modeName(value: Json): string | null {
  if (typeof value === 'number') return MODES[value] ?? null;
  return typeof value === 'string' ? value.toUpperCase() : null;
}

const TYPES = ['', 'string', 'number', 'integer', 'boolean', 'array', 'object', 'null'];

/** Returns the type of a schema as JSON Schema names it; undefined if there is none. */
export function typeName(value: Json): string | undefined {
  if (typeof value === 'number') return TYPES[value] || undefined;
  const name = typeof value === 'string' ? value.toLowerCase() : '';
  return TYPES.includes(name) && name !== '' ? name : undefined;
}
