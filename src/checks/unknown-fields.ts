/** Searches for fields that no reference defines. */

import type { Chunk } from '../evidence/frames/event-stream.ts';
import { among, type Check, type Context, findingAt } from '../judge/check.ts';
import type { Reading, Seen } from '../reading/reading.ts';
import { isObject, type Json } from '../text/json.ts';

/** The known members of a field; `null` for a value whose members are not checked. Applies to each item of an array. */
export type Fields = { readonly [name: string]: Fields | null };

/** shape/unknown-fields: lists every field that is found. */
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
 * The first place of every unknown field; its path has `[]` for any position in an array.
 *
 * @param knownTo returns the fields that a chunk may have; null for a chunk that is not checked
 */
export function unknownFields(chunks: readonly Chunk[], knownTo: (chunk: Chunk) => Fields | null): Seen[] {
  const search = new Search();
  let [last, index]: [Fields | null, Index] = [null, new Map()];
  for (const chunk of chunks) {
    const known = knownTo(chunk);
    if (known === null) continue;
    // Neighbouring chunks mostly have the same known fields.
    if (known !== last) [last, index] = [known, indexOf(known)];
    search.look(chunk.json, index, chunk.event);
  }
  return [...search.found.values()];
}

/** {@link Fields} as maps, because every member of every chunk is looked up. */
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
  /** The names on the path to the current value; joined only for a finding, because findings are rare. */
  readonly #trail: string[] = [];

  look(value: Json, known: Index, event: number | null): void {
    if (Array.isArray(value)) {
      this.#trail.push('[]');
      // No reference has nested arrays, and unknown ones may be deep.
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

/** Merges two sets of fields; a value that one of them does not check stays unchecked. */
export function mergeFields(one: Fields, other: Fields): Fields {
  const merged: Record<string, Fields | null> = { ...one };
  for (const [name, fields] of Object.entries(other)) {
    const before = Object.hasOwn(one, name) ? one[name] : undefined;
    merged[name] = before === undefined ? fields : before && fields && mergeFields(before, fields);
  }
  return merged;
}
