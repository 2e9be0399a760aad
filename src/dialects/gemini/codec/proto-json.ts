/**
 * ProtoJSON: requests may write names in lowerCamelCase or snake_case, enums may come as numbers, and a field that has
 * its default value is left out (https://protobuf.dev/programming-guides/json/). Where a list is due, Google's parser
 * takes its only element too, as its own examples write it (`"contents": {"role": "USER", "parts": {"text": ...}}`).
 */

import { isPresent, listOf } from '../../../reading/presence.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import type { GeminiVariant } from './address.ts';

/** A field of a request by its lowerCamelCase name, however it was written; undefined when it is not there. */
export function field(json: JsonObject, name: string): Json {
  const value = json[name] ?? json[snakeCase(name)];
  return isPresent(value) ? value : undefined;
}

/** A message field of a request; empty when it is not there. */
export function message(json: JsonObject, name: string): JsonObject {
  const value = field(json, name);
  return isObject(value) ? value : {};
}

/** The elements of a list, or the one value that stands in its place. */
export function elementsOf(value: Json): readonly Json[] {
  return isPresent(value) && !Array.isArray(value) ? [value] : listOf(value);
}

export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}

export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/gu, (_, letter: string) => letter.toUpperCase());
}

/** As Google's client of v1beta numbers them (`google-ai-generativelanguage`, `Candidate.FinishReason`); it ends at 12. */
const FINISH_REASONS = [
  ...['', 'STOP', 'MAX_TOKENS', 'SAFETY', 'RECITATION', 'OTHER', 'LANGUAGE', 'BLOCKLIST'],
  ...['PROHIBITED_CONTENT', 'SPII', 'MALFORMED_FUNCTION_CALL', 'IMAGE_SAFETY', 'UNEXPECTED_TOOL_CALL'],
];
/** Vertex AI numbers them otherwise from 6 (`google-cloud-aiplatform`, `Candidate.FinishReason`). */
const VERTEX_FINISH_REASONS = [
  ...['', 'STOP', 'MAX_TOKENS', 'SAFETY', 'RECITATION', 'OTHER', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII'],
  ...['MALFORMED_FUNCTION_CALL', 'MODEL_ARMOR', 'IMAGE_SAFETY', 'IMAGE_PROHIBITED_CONTENT'],
  ...['IMAGE_RECITATION', 'IMAGE_OTHER', 'UNEXPECTED_TOOL_CALL', 'NO_IMAGE'],
];

/** The name of a finish reason that came as a number; what is unknown stays as it is, and 0 is none. */
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

/** The type of a schema in the words of JSON Schema; undefined when it says none. */
export function typeName(value: Json): string | undefined {
  if (typeof value === 'number') return TYPES[value] || undefined;
  const name = typeof value === 'string' ? value.toLowerCase() : '';
  return TYPES.includes(name) && name !== '' ? name : undefined;
}
