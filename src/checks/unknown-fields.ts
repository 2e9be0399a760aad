/** The search for fields that no reference defines. */

import type { Chunk } from '../evidence/frames/event-stream.ts';
import { among, type Check, type Context, findingAt } from '../judge/check.ts';
import type { Reading, Seen } from '../reading/reading.ts';
import { isObject, type Json } from '../text/json.ts';

/** A field's members; `null` stands for a value whose inside is not looked at. Arrays are looked through. */
export type Fields = { readonly [name: string]: Fields | null };

/** How shape/unknown-fields judges: every field that is found is listed. */
export function listing<R extends Reading>(
  unknownIn: (reading: R, extensions: Context<R>['extensions']) => readonly Seen[],
): Check<R>['run'] {
  return (reading, { extensions }) =>
    among(
      1,
      unknownIn(reading, extensions).map((field) =>
        findingAt(field, 'a field of no reference', 'nothing: additional fields are legal'),
      ),
    );
}

/**
 * The first place of every field that is not among the known ones; its path has `[]` for any place in an array.
 *
 * @param knownTo the fields that a chunk may have; null for one that is not looked into
 */
export function unknownFields(chunks: readonly Chunk[], knownTo: (chunk: Chunk) => Fields | null): Seen[] {
  const search = new Search();
  let [last, index]: [Fields | null, Index] = [null, new Map()];
  for (const chunk of chunks) {
    const known = knownTo(chunk);
    if (known === null) continue;
    // Neighbours mostly have the same fields.
    if (known !== last) [last, index] = [known, indexOf(known)];
    search.look(chunk.json, index, chunk.event);
  }
  return [...search.found.values()];
}

/** {@link Fields} as maps, since every member of every chunk is looked up. */
type Index = ReadonlyMap<string, Index | null>;

const indexes = new WeakMap<Fields, Index>();

function indexOf(fields: Fields): Index {
  const known = indexes.get(fields);
  if (known !== undefined) return known;
  const index: Index = new Map(
    Object.entries(fields).map(([name, inside]) => [name, inside && indexOf(inside)]),
  );
  indexes.set(fields, index);
  return index;
}

class Search {
  readonly found = new Map<string, Seen>();
  /** The names that lead to what is looked at: written out only where something is found, since little is. */
  readonly #trail: string[] = [];

  look(value: Json, known: Index, event: number | null): void {
    if (Array.isArray(value)) {
      this.#trail.push('[]');
      // No reference has an array in an array, and one of a stranger may be deep.
      for (const item of value) if (!Array.isArray(item)) this.look(item, known, event);
      this.#trail.pop();
      return;
    }
    if (!isObject(value)) return;
    for (const name in value) {
      const inside = known.get(name);
      if (inside === null) continue;
      this.#trail.push(name);
      if (inside === undefined) this.#add(value[name], event);
      else this.look(value[name], inside, event);
      this.#trail.pop();
    }
  }

  #add(value: Json, event: number | null): void {
    const path = this.#trail.join('.').replaceAll('.[]', '[]');
    if (!this.found.has(path)) this.found.set(path, { value, event, path });
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
