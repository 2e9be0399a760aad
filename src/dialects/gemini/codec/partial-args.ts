/** Arguments that arrive in pieces, each with its JSON path. */

import { listOf } from '../../../reading/presence.ts';
import { isObject, type Json, numberOf } from '../../../text/json.ts';

type Holder = { [key: string]: Json };

/** Arguments while they arrive. */
export class PartialArgs {
  readonly args: Holder = {};
  /** True if a path or a value was not understood, so the arguments cannot be judged. */
  strange = false;
  /** The path of a text that continues until a piece ends it. */
  #open: string | null = null;

  add(pieces: Json): void {
    for (const piece of listOf(pieces)) if (!isObject(piece) || !this.#addPiece(piece)) this.strange = true;
  }

  #addPiece(piece: { readonly [key: string]: Json }): boolean {
    const { jsonPath } = piece;
    const steps = typeof jsonPath === 'string' ? stepsOf(jsonPath) : null;
    const isOpen = this.#open !== null && this.#open === jsonPath;
    const value = pieceValue(piece, isOpen);
    if (typeof jsonPath !== 'string' || steps === null || value === undefined) return false;
    const last = steps.at(-1);
    const holder = last === undefined ? null : this.#holderOf(steps);
    if (holder === null || last === undefined) return false;
    const before = isOpen ? holder[last] : undefined;
    holder[last] = typeof before === 'string' && typeof value === 'string' ? before + value : value;
    this.#open = piece['willContinue'] === true ? jsonPath : null;
    return true;
  }

  /**
   * Returns the object or array that holds the last step, and creates missing ones. Null if another value is in the
   * way.
   */
  #holderOf(steps: readonly (string | number)[]): Holder | null {
    let holder: Holder = this.args;
    for (const [at, step] of steps.slice(0, -1).entries()) {
      const made = typeof steps[at + 1] === 'number' ? [] : {};
      const inside: Json = holder[step] ?? made;
      holder[step] = inside;
      if (!isHolder(inside)) return null;
      holder = inside;
    }
    return holder;
  }
}

function isHolder(value: Json): value is Holder {
  return typeof value === 'object' && value !== null;
}

/**
 * Parses paths such as `$.a.b[0]['c d']`. Returns null for anything other than names and indexes, and for `__proto__`.
 */
function stepsOf(path: string): (string | number)[] | null {
  if (!/^\$(?:\.[A-Za-z_][\w-]*|\[\d{1,4}\]|\['[^'\\]*'\]|\["[^"\\]*"\])+$/u.test(path)) return null;
  const steps = [...path.matchAll(/\.([\w-]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/gu)].map(
    ([, name, place, single, double]) =>
      place === undefined ? (name ?? single ?? double ?? '') : numberOf(place),
  );
  return steps.includes('__proto__') ? null : steps;
}

/**
 * Returns the value of a piece; undefined if it has none. The last piece of a text may have none, which counts as
 * empty.
 */
function pieceValue(piece: { readonly [key: string]: Json }, goesOn: boolean): Json {
  const { stringValue, numberValue, boolValue } = piece;
  if (Object.hasOwn(piece, 'nullValue')) return null;
  return stringValue ?? numberValue ?? boolValue ?? (goesOn ? '' : undefined);
}
