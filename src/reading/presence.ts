/** Decides whether a value is present: null counts as absent ("Chat Completions" in docs/reading.md). */
import type { Json } from '../text/json.ts';

export function isPresent(value: Json): boolean {
  return value !== undefined && value !== null;
}

export function isFilled(value: Json): boolean {
  return isPresent(value) && value !== '';
}

export function isFilledText(value: Json): value is string {
  return typeof value === 'string' && value !== '';
}

export function isInteger(value: Json): value is number {
  return typeof value === 'number' && Number.isInteger(value);
}

/** Returns true for an integer from 0, as indexes and counts are. */
export function isNatural(value: Json): value is number {
  return isInteger(value) && value >= 0;
}

export function textOrNull(value: Json): string | null {
  return typeof value === 'string' ? value : null;
}

/** Null for an empty text too. */
export function filledTextOrNull(value: Json): string | null {
  return isFilledText(value) ? value : null;
}

export function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : NO_ITEMS;
}

const NO_ITEMS: readonly Json[] = [];
