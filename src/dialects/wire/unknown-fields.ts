/** The search for fields that no reference defines. */
import { type Check, type Context, faultAt, type Rule } from '../../check.ts';
import { isObject, type Json, type Reading, type Seen } from '../../reading.ts';
import type { Chunk } from './stream.ts';

/** A field's members; `null` stands for a value whose inside is not looked at. Arrays are looked through. */
export type Fields = { readonly [name: string]: Fields | null };

/**
 * The check that lists them.
 *
 * @param authority the references that define the others
 */
export function noUnknownFields<R extends Reading>(
  authority: Rule['authority'],
  unknownIn: (reading: R, extensions: Context<R>['extensions']) => readonly Seen[],
): Check<R> {
  return {
    id: 'shape/unknown-fields',
    title: 'The answer holds fields that the dialect does not define',
    level: 'MAY',
    impact: 'trivial',
    subject: 'provider',
    authority,
    answer: 'either',
    run: (reading, { extensions }) =>
      unknownIn(reading, extensions).map((field) =>
        faultAt(field, 'a field of no reference', 'nothing: additional fields are legal'),
      ),
  };
}

/**
 * The first place of every field that is not among the known ones; its path has `[]` for any place in an array.
 *
 * @param knownTo the fields that a chunk may have
 */
export function unknownFields(chunks: readonly Chunk[], knownTo: (chunk: Chunk) => Fields): Seen[] {
  const found = new Map<string, Seen>();
  for (const chunk of chunks) search(chunk.json, knownTo(chunk), '', chunk.event, found);
  return [...found.values()];
}

function search(
  value: Json,
  known: Fields,
  path: string,
  event: number | null,
  found: Map<string, Seen>,
): void {
  if (Array.isArray(value)) {
    for (const item of value) if (isObject(item)) search(item, known, `${path}[]`, event, found);
    return;
  }
  if (!isObject(value)) return;
  for (const name of Object.keys(value)) {
    const inside = Object.hasOwn(known, name) ? known[name] : undefined;
    if (inside === null) continue;
    const place = path === '' ? name : `${path}.${name}`;
    if (inside !== undefined) search(value[name], inside, place, event, found);
    else if (!found.has(place)) found.set(place, { value: value[name], event, path: place });
  }
}

/** Both sets of fields; what one of them does not look into, neither does. */
export function mergeFields(one: Fields, other: Fields): Fields {
  const merged: Record<string, Fields | null> = { ...one };
  for (const [name, fields] of Object.entries(other)) {
    const before = Object.hasOwn(one, name) ? one[name] : undefined;
    merged[name] = before === undefined ? fields : before && fields && mergeFields(before, fields);
  }
  return merged;
}
