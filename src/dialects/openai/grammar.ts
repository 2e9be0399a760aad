/** The grammar of a custom tool, as Chat Completions and Responses write it. */
import type { OfferedCustomTool } from '../../reading/reading.ts';
import { isObject, type Json } from '../../text/json.ts';

/** Returns null if the tool has no grammar. */
export function grammarIn(held: Json): OfferedCustomTool['grammar'] {
  if (!isObject(held)) return null;
  const { syntax, definition } = held;
  return typeof syntax === 'string' && typeof definition === 'string' ? { syntax, definition } : null;
}
