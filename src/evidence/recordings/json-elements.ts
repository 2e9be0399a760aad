/**
 * Finds the positions of the elements of a JSON list, so that each can be parsed alone: a large recording is never in memory
 * as a whole. Ignores the rest of the file.
 */

import type { FilePart } from './source.ts';

/** A limit far above the exchanges of any file, and low enough that their positions take little memory. */
const MOST_ELEMENTS = 1_000_000;
const TOO_MANY = 'it lists more than 1,000,000 exchanges; cut it into several, or leave it out';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const LINE_END = 0x0a;
const OPENING = new Set([0x7b, 0x5b]);
const CLOSING = new Set([0x7d, 0x5d]);
const BLANK = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * @param keys the path of keys to the list, from the top
 * @returns null if the brackets do not match, or there is no such list
 * @throws {Error} when the list exceeds the limit
 */
export function elementsOf(json: Uint8Array, keys: readonly string[]): FilePart[] | null {
  const scan = new ElementScan(json, keys);
  return scan.run() ? scan.elements : null;
}

class ElementScan {
  readonly elements: FilePart[] = [];
  readonly #json: Uint8Array;
  readonly #keys: readonly string[];
  /** The last key of each open object, by its depth from 1. */
  readonly #path: string[] = [];
  #depth = 0;
  #line = 1;
  /** The depth of the list; null before it opens and after it closes. */
  #list: number | null = null;
  #found = false;
  #open: Pick<FilePart, 'start' | 'line'> | null = null;

  constructor(json: Uint8Array, keys: readonly string[]) {
    this.#json = json;
    this.#keys = keys;
  }

  run(): boolean {
    const json = this.#json;
    for (let at = 0; at < json.length; at += 1) {
      const byte = json[at] ?? 0;
      if (byte === LINE_END) this.#line += 1;
      else if (byte === QUOTE) {
        this.#begin(at);
        const end = endOfString(json, at);
        if (end < 0) return false;
        if (this.#list === null && json[nextOf(json, end + 1)] === COLON) this.#takeKey(at, end);
        at = end;
      } else if (OPENING.has(byte)) {
        this.#begin(at);
        this.#depth += 1;
        if (byte === 0x5b && !this.#found && this.#isWanted()) {
          this.#list = this.#depth;
          this.#found = true;
        }
      } else if (CLOSING.has(byte)) {
        if (this.#depth === this.#list) {
          this.#end(at);
          this.#list = null;
        }
        this.#depth -= 1;
        if (this.#depth < 0) return false;
      } else if (byte === COMMA) {
        if (this.#depth === this.#list) this.#end(at);
      } else if (!BLANK.has(byte)) this.#begin(at);
    }
    return this.#found && this.#depth === 0;
  }

  #takeKey(start: number, end: number): void {
    if (this.#depth > this.#keys.length) return;
    this.#path[this.#depth] = new TextDecoder().decode(this.#json.subarray(start + 1, end));
  }

  #isWanted(): boolean {
    return this.#depth === this.#keys.length + 1 && this.#keys.every((key, at) => this.#path[at + 1] === key);
  }

  #begin(start: number): void {
    if (this.#depth === this.#list) this.#open ??= { start, line: this.#line };
  }

  #end(end: number): void {
    if (this.#open === null) return;
    if (this.elements.length === MOST_ELEMENTS) throw new Error(TOO_MANY);
    this.elements.push({ ...this.#open, end });
    this.#open = null;
  }
}

/** The offset of the closing quote; negative if there is none. */
function endOfString(json: Uint8Array, start: number): number {
  for (let at = json.indexOf(QUOTE, start + 1); at >= 0; at = json.indexOf(QUOTE, at + 1)) {
    let slashes = 0;
    while (json[at - 1 - slashes] === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

function nextOf(json: Uint8Array, start: number): number {
  let at = start;
  while (BLANK.has(json[at] ?? 0)) at += 1;
  return at;
}
