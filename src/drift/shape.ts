/** The paths in a set of JSON documents, with the types found there. The size is bounded for any input. */

import { isObject, type Json } from '../text/json.ts';
import { shorten } from '../text/json-text.ts';

/** `number` includes integers, so `integer` never occurs together with `number`. */
export type JsonType =
  | 'array'
  | 'boolean'
  | 'integer'
  | 'null'
  | 'number'
  | 'object'
  | 'string'
  | '(not JSON)';

/** What was found at one path. */
export interface PathSeen {
  /** Sorted; empty for a plain name, such as the name of a header. */
  readonly types: readonly JsonType[];
  /** The number of documents that contain the path. */
  readonly documents: number;
  /** The path of the enclosing object or array; null for the whole document. */
  readonly holder: string | null;
}

export interface Shape {
  /** The number of exchanges that the documents come from. */
  readonly exchanges: number;
  /**
   * Keyed by path, containers before their content; the empty path is the whole document. Indices are left out
   * (`choices[].delta`), unusual names are quoted (`["a b"]`), and an object of more than {@link MOST_MEMBERS} members
   * is a map with free keys (`scores.*`).
   */
  readonly paths: ReadonlyMap<string, PathSeen>;
  /** True if the documents exceed the limits, so that part of them was skipped. */
  readonly cut: boolean;
}

/** Real responses stay far below these limits. They bound the cost of a hostile response. */
export const MOST_MEMBERS = 200;
export const MOST_PATHS = 5000;
export const DEEPEST = 32;
const LONGEST_NAME = 100;

interface Growing {
  readonly types: Set<JsonType>;
  readonly holder: string | null;
  documents: number;
  /** The number of the last document that contained the path. */
  last: number;
}

/** Collects a shape, document by document. The order of keys does not matter. */
export class ShapeBuilder {
  readonly #paths = new Map<string, Growing>();
  #documents = 0;
  #exchanges = 0;
  #cut = false;

  /** Adds the documents of one exchange. Undefined stands for a document that is not JSON. */
  addExchange(documents: readonly Json[]): void {
    this.#exchanges += 1;
    for (const document of documents) {
      this.#documents += 1;
      this.#add(document, '', null, 0);
    }
  }

  /** Adds an exchange that consists of names only. */
  addNames(names: Iterable<string>): void {
    this.#exchanges += 1;
    this.#documents += 1;
    this.#see('', null)?.types.add('object');
    for (const name of names) this.#see(name, '');
  }

  shape(): Shape {
    const paths = [...this.#paths].map(([path, { types, documents, holder }]): [string, PathSeen] => [
      path,
      {
        types: [...types].filter((type) => type !== 'integer' || !types.has('number')).sort(),
        documents,
        holder,
      },
    ]);
    return { exchanges: this.#exchanges, paths: new Map(paths), cut: this.#cut };
  }

  /** Recursion is safe because it ends at the depth limit. */
  #add(value: Json, path: string, holder: string | null, depth: number): void {
    const seen = this.#see(path, holder);
    if (seen === null) return;
    seen.types.add(typeOf(value));
    if (depth === DEEPEST) {
      this.#cut ||= typeof value === 'object' && value !== null;
    } else if (Array.isArray(value)) {
      for (const item of value) this.#add(item, `${path}[]`, path, depth + 1);
    } else if (isObject(value)) {
      const names = Object.keys(value).sort();
      const free = names.length > MOST_MEMBERS;
      for (const name of names) {
        this.#add(value[name], memberPath(path, free ? '*' : nameText(name)), path, depth + 1);
      }
    }
  }

  /** Counts the current document for the path and returns its entry; null if the limit of paths is reached. */
  #see(path: string, holder: string | null): Growing | null {
    let seen = this.#paths.get(path);
    if (seen === undefined) {
      if (this.#paths.size === MOST_PATHS) {
        this.#cut = true;
        return null;
      }
      seen = { types: new Set(), holder, documents: 0, last: 0 };
      this.#paths.set(path, seen);
    }
    if (seen.last !== this.#documents) {
      seen.last = this.#documents;
      seen.documents += 1;
    }
    return seen;
  }
}

/** Returns a name as it appears in a path: limited in length, on one line, and quoted unless it is a plain word. */
export function nameText(name: string): string {
  return /^[\w$-]{1,100}$/u.test(name) ? name : `[${JSON.stringify(shorten(name, LONGEST_NAME))}]`;
}

function memberPath(path: string, name: string): string {
  return path === '' || name.startsWith('[') ? `${path}${name}` : `${path}.${name}`;
}

function typeOf(value: Json): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return TYPES[typeof value] ?? '(not JSON)';
}

const TYPES: Readonly<Record<string, JsonType>> = { boolean: 'boolean', string: 'string', object: 'object' };
